package io.worldcompass.producers;

import io.worldcompass.schemas.Action;
import io.worldcompass.schemas.avro.ActionClip;
import io.worldcompass.schemas.avro.LogPosition;
import io.worldcompass.schemas.avro.PromptAction;

/** A scenario as the record of the prompt-actions topic. */
public final class PromptActions {
  private PromptActions() {}

  /** The record. */
  public static PromptAction of(Scenario scenario, Observation observation) {
    return new PromptAction(
        scenario.id(),
        scenario.prompt(),
        observation.frame(),
        scenario.clips().stream().map(PromptActions::clip).toList(),
        position(scenario.source()),
        observation.view().orElse(null));
  }

  private static ActionClip clip(Clip clip) {
    return new ActionClip(
        (long) clip.firstTick(),
        (long) clip.lastTick(),
        clip.action().label(),
        clip.latentActions().stream().map(Action::label).toList(),
        clip.sums().forward(),
        clip.sums().side(),
        clip.sums().yawDegrees(),
        clip.sums().pitchDegrees());
  }

  private static LogPosition position(Scenario.Source source) {
    return new LogPosition(
        source.format(),
        source.file(),
        source.player(),
        (long) source.firstTick(),
        (long) source.lastTick());
  }
}
