package io.worldcompass.streams;

import io.worldcompass.schemas.avro.PromptAction;
import io.worldcompass.schemas.avro.RolloutTask;
import io.worldcompass.schemas.config.Config;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What an iteration consists of, as a function of configuration, iteration and eligible scenarios.
 */
public final class Plan {
  private final Config config;
  private final Curriculum curriculum;
  private final int iterations;

  /**
   * A plan.
   *
   * @param config the run's configuration
   * @param iterations the last iteration to plan
   */
  public Plan(Config config, int iterations) {
    this.config = config;
    this.curriculum = Curriculum.of(config.algorithm());
    this.iterations = iterations;
  }

  /** How the pool is kept. */
  Config.Planner pool() {
    return config.planner();
  }

  int minimumPool() {
    return Math.min(config.planner().minimumPool(), config.planner().poolSize());
  }

  /** Target clip of an iteration (spec S3), both from 1. */
  public int clip(int iteration) {
    return curriculum.clip(iteration);
  }

  /**
   * The last iteration that may exist when one has been trained: j-1-K is at most it.
   *
   * @param trained the iteration of the newest published version, 0 for the base; -1: nothing is
   *     published, and then no iteration may exist
   */
  long lastIteration(int trained) {
    return trained < 0 ? 0 : Math.min(iterations, 1L + trained + config.planner().maxStaleness());
  }

  /**
   * All tasks of an iteration.
   *
   * @param eligible scenarios that are as long as the iteration's target clip, at least one
   * @param now milliseconds since the epoch, written into the tasks
   */
  public List<RolloutTask> tasks(int iteration, List<PromptAction> eligible, long now) {
    return tasks(iteration, eligible, 0, now);
  }

  /**
   * All tasks of an iteration.
   *
   * @param rollbacks rollbacks so far: by as much the versions are ahead of the iterations
   */
  List<RolloutTask> tasks(int iteration, List<PromptAction> eligible, int rollbacks, long now) {
    int least = Math.max(0, iteration - 1 + rollbacks - config.planner().maxStaleness());
    List<PromptAction> drawn =
        ScenarioDraw.draw(
            eligible,
            clip(iteration),
            config.algorithm().prefixes(),
            config.planner().poolBalance(),
            Ids.seed("draw", seed(), Integer.toString(iteration)));
    List<RolloutTask> tasks = new ArrayList<>();
    for (int slot = 0; slot < drawn.size(); slot++) {
      tasks.add(task(iteration, slot, drawn.get(slot), least, now));
    }
    return tasks;
  }

  private RolloutTask task(
      int iteration, int slot, PromptAction scenario, int leastVersion, long now) {
    int clip = clip(iteration);
    String id =
        Ids.prefix(
            config.run().name(),
            config.run().seed(),
            iteration,
            slot,
            scenario.getScenarioId(),
            clip);
    return RolloutTask.newBuilder()
        .setPrefixId(id)
        .setScenarioId(scenario.getScenarioId())
        .setIteration(iteration)
        .setClipIndex(clip)
        .setGroupSize(config.algorithm().groupSize())
        .setSeed(Ids.seed("task", seed(), id))
        .setLeastPolicyVersion(leastVersion)
        .setPrompt(scenario.getPrompt())
        .setObservation(scenario.getObservation())
        .setClips(scenario.getClips().subList(0, clip))
        .setIssuedAt(Instant.ofEpochMilli(now))
        .setPrefixes(config.algorithm().prefixes())
        .build();
  }

  private String seed() {
    return Long.toString(config.run().seed());
  }
}
