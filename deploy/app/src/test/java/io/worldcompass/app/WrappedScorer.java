package io.worldcompass.app;

import io.worldcompass.gpu.rewarder.GroupScorer;
import java.util.List;

/** A scorer that goes by the name of another one, for tests that score otherwise. */
abstract class WrappedScorer implements GroupScorer {
  private final GroupScorer wrapped;

  WrappedScorer(GroupScorer wrapped) {
    this.wrapped = wrapped;
  }

  @Override
  public String reward() {
    return wrapped.reward();
  }

  @Override
  public String scorer() {
    return wrapped.scorer();
  }

  @Override
  public String version() {
    return wrapped.version();
  }

  @Override
  public List<Score> score(GroupClips clips) {
    return wrapped.score(clips);
  }

  @Override
  public void close() {
    wrapped.close();
  }
}
