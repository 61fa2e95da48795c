package io.worldcompass.producers;

import java.util.List;

/**
 * What an ingestion did.
 *
 * @param files recordings looked at
 * @param badFiles of these, recordings that could not be read and gave nothing
 * @param droppedClips windows that were broken by something and are no clips
 * @param badLines lines that could not be used; each costs a clip
 */
public record IngestReport(
    int files,
    int badFiles,
    int scenarios,
    int clips,
    int basicClips,
    int compositeClips,
    int stillClips,
    int droppedClips,
    int badLines) {
  static final IngestReport NOTHING = new IngestReport(0, 0, 0, 0, 0, 0, 0, 0, 0);
  static final IngestReport BAD_FILE = new IngestReport(1, 1, 0, 0, 0, 0, 0, 0, 0);

  static IngestReport of(List<Scenario> scenarios, int dropped, int badLines) {
    List<Clip> clips = scenarios.stream().flatMap(s -> s.clips().stream()).toList();
    int basic = (int) clips.stream().filter(c -> c.action().isBasic()).count();
    int composite = (int) clips.stream().filter(c -> c.action().isComposite()).count();
    int still = clips.size() - basic - composite;
    return new IngestReport(
        1, 0, scenarios.size(), clips.size(), basic, composite, still, dropped, badLines);
  }

  IngestReport plus(IngestReport other) {
    return new IngestReport(
        files + other.files,
        badFiles + other.badFiles,
        scenarios + other.scenarios,
        clips + other.clips,
        basicClips + other.basicClips,
        compositeClips + other.compositeClips,
        stillClips + other.stillClips,
        droppedClips + other.droppedClips,
        badLines + other.badLines);
  }

  /** Whether every recording could be read: what an exit code of 0 promises. */
  public boolean isComplete() {
    return badFiles == 0;
  }

  /** One line for people. */
  public String summary() {
    return String.format(
        "%d scenarios with %d clips (%d basic, %d composite, %d still; %d dropped) from %d of %d"
            + " recordings%s",
        scenarios,
        clips,
        basicClips,
        compositeClips,
        stillClips,
        droppedClips,
        files - badFiles,
        files,
        badLines == 0 ? "" : "; " + badLines + " lines could not be used");
  }
}
