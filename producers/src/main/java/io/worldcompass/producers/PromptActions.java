package io.worldcompass.producers;

import io.worldcompass.schemas.Action;
import io.worldcompass.schemas.avro.ActionClip;
import io.worldcompass.schemas.avro.LogPosition;
import io.worldcompass.schemas.avro.PromptAction;

/** Scenarios as the records of the prompt-actions topic. */
public final class PromptActions {
  private final ObservationSource observations;
  private final Pseudonyms pseudonyms;

  /**
   * Records.
   *
   * @param observations gives each scenario its first frame
   * @param pseudonyms hides who played
   */
  public PromptActions(ObservationSource observations, Pseudonyms pseudonyms) {
    this.observations = observations;
    this.pseudonyms = pseudonyms;
  }

  /** The record; its observation is stored before this returns. */
  public PromptAction of(Scenario scenario) {
    Observation observation = observations.of(scenario);
    return new PromptAction(
        scenario.id(),
        scenario.prompt(),
        observation.frames(),
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

  private LogPosition position(Scenario.Source source) {
    return new LogPosition(
        source.format(),
        pseudonyms.file(source.file()),
        source.player(),
        pseudonyms.player(source.playerId()),
        (long) source.firstTick(),
        (long) source.lastTick());
  }
}
