package io.worldcompass.producers;

/**
 * A window that would have been a clip, had nothing happened in it. It ends early where a new
 * segment starts inside the window.
 *
 * @param firstTick inclusive
 * @param lastTick inclusive
 * @param reason that of the {@link Break} in it
 */
public record DroppedClip(int firstTick, int lastTick, String reason) {}
