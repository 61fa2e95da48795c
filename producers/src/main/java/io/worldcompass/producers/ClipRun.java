package io.worldcompass.producers;

import java.util.List;

/**
 * Consecutive clips of one player, enough for one scenario.
 *
 * @param contentId hash of the recording up to the end of the last clip
 * @param unbrokenFrom the first tick since the last break before these clips
 * @param clips at least one, each starting where the one before ended
 * @param dropped the clips lost between this run and the next one of the log; the first run also
 *     names those lost before it
 */
record ClipRun(String contentId, int unbrokenFrom, List<Clip> clips, List<DroppedClip> dropped) {
  ClipRun {
    clips = List.copyOf(clips);
    dropped = List.copyOf(dropped);
  }
}
