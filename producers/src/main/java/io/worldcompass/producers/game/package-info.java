/** The simulated game: a small ray-cast world, its camera, and a scripted player. */
package io.worldcompass.producers.game;
