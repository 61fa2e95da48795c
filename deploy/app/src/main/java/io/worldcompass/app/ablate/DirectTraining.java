package io.worldcompass.app.ablate;

import io.worldcompass.gpu.train.TrainingGroup;
import io.worldcompass.gpu.trainer.Learner;
import io.worldcompass.schemas.Rewards;
import io.worldcompass.schemas.avro.PromptAction;
import io.worldcompass.schemas.avro.RolloutTask;
import io.worldcompass.schemas.blob.Tensor;
import io.worldcompass.schemas.config.Config;
import io.worldcompass.streams.Advantages;
import io.worldcompass.streams.BestOfN;
import io.worldcompass.streams.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The algorithm's iterations one after the other, without topics: the planner's tasks, the rollout
 * workers' generator, the reward workers' scorers, the batcher's advantages and selection, and the
 * trainer's learner, with no staleness. So two settings can be compared on the same draws.
 */
final class DirectTraining implements AutoCloseable {
  private final Plan plan;
  private final int keep;
  private final Advantages advantages;
  private final List<PromptAction> scenarios;
  private final Experience experience;
  private final Learner learner;

  /**
   * A training from the base weights.
   *
   * @param scenarios what iterations are drawn from
   * @param experience closed with this
   * @param learner closed with this
   */
  DirectTraining(
      Config config, List<PromptAction> scenarios, Experience experience, Learner learner) {
    this.plan = new Plan(config, Integer.MAX_VALUE);
    this.keep = config.algorithm().keep();
    this.advantages = Advantages.of(config.algorithm());
    this.scenarios = List.copyOf(scenarios);
    this.experience = experience;
    this.learner = learner;
  }

  /**
   * What an iteration showed.
   *
   * @param rewards mean over all candidates, by reward name
   * @param training the learner's metrics
   */
  record Iteration(Map<String, Double> rewards, Map<String, Double> training) {}

  /** Does one iteration, counted from 1. */
  Iteration step(int iteration) {
    int clip = plan.clip(iteration);
    List<PromptAction> eligible =
        scenarios.stream().filter(scenario -> scenario.getClips().size() >= clip).toList();
    List<RolloutTask> tasks = plan.tasks(iteration, eligible, 0);
    List<Experience.Scored> groups = tasks.stream().map(experience::of).toList();
    List<Map<String, double[]>> rewards = groups.stream().map(Experience.Scored::rewards).toList();
    List<Advantages.Group> computed = advantages.of(rewards);
    List<TrainingGroup> training = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      List<Integer> order =
          BestOfN.select(computed.get(i).advantage(), keep).shuffled(tasks.get(i).getSeed());
      training.addAll(groups.get(i).training(computed.get(i), order));
    }
    Map<String, Double> metrics = learner.train(iteration, training);
    experience.load(learner.policy());
    return new Iteration(means(rewards), metrics);
  }

  /** The checkpoint EMA, float32 [parameters]: what is evaluated. */
  Tensor checkpoint() {
    return learner.checkpoint();
  }

  private static Map<String, Double> means(List<Map<String, double[]>> groups) {
    Map<String, Double> means = new TreeMap<>();
    for (String reward : Rewards.NAMES) {
      means.put(
          reward,
          groups.stream()
              .flatMapToDouble(group -> Arrays.stream(group.get(reward)))
              .average()
              .orElseThrow());
    }
    return means;
  }

  @Override
  public void close() {
    experience.close();
    learner.close();
  }
}
