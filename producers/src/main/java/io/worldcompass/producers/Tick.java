package io.worldcompass.producers;

/**
 * What a player's controls asked for during one tick of the game.
 *
 * @param forward speed as a share of full (running) speed; + forward. Not clamped: a recorder may
 *     allow more than 1
 * @param side speed as a share of full speed; + to the right
 * @param yawDegrees turn of this tick in degrees; + to the right
 * @param pitchDegrees tilt of this tick in degrees; + up
 */
public record Tick(double forward, double side, double yawDegrees, double pitchDegrees) {}
