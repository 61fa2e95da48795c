package io.worldcompass.app;

import io.worldcompass.gpu.rewarder.GroupScorer;
import io.worldcompass.gpu.rewarder.RewardLoop;
import io.worldcompass.gpu.rollout.RolloutLoop;
import io.worldcompass.gpu.trainer.TrainerLoop;
import io.worldcompass.gpu.trainer.TrainingWatch;
import io.worldcompass.schemas.Rewards;
import io.worldcompass.schemas.blob.PatientBlobStore;
import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.lifecycle.LoopRole;
import io.worldcompass.schemas.lifecycle.Role;
import io.worldcompass.streams.StreamsRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Makes the roles of a run: for {@code local} all of them, for a cluster's process one. */
final class Roles {
  /** How long a worker waits for space on a full disk before it gives its work back. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Deployment deployment;
  private final Config config;
  private final Models models;

  Roles(Deployment deployment) {
    this(deployment, new BuiltInModels(deployment.config()));
  }

  Roles(Deployment deployment, Models models) {
    this.deployment = deployment;
    this.config = deployment.connectedConfig();
    this.models = models;
  }

  /**
   * A reward worker.
   *
   * @param reward what it scores
   */
  record RewardRole(String reward, Role role) {
    boolean scores(String name) {
      return reward.equals(name);
    }
  }

  /** Everything, planning no further than an iteration. */
  List<Role> all(int iterations) {
    List<Role> roles = new ArrayList<>(bestOfN());
    roles.add(planner(OptionalInt.of(iterations)));
    roles.add(trainer());
    rewards("local").forEach(reward -> roles.add(reward.role()));
    roles.add(rollout("rollout-local"));
    roles.add(sweeper());
    return roles;
  }

  Role planner(OptionalInt iterations) {
    return StreamsRole.planner(config, deployment.topics(), iterations.orElse(Integer.MAX_VALUE));
  }

  List<Role> bestOfN() {
    return List.of(
        StreamsRole.bestOfN(config, deployment.topics()),
        StreamsRole.batcher(config, deployment.topics()),
        StreamsRole.monitoring(config, deployment.topics()));
  }

  Role rollout(String worker) {
    return new LoopRole(
        worker,
        () ->
            new RolloutLoop(
                deployment.topics(),
                deployment.clients(),
                new PatientBlobStore(deployment.blobs(), PATIENCE),
                models.generator(),
                worker,
                config.rollout().lock()));
  }

  List<RewardRole> rewards(String worker) {
    return List.of(
        reward(Rewards.INTERACTION_FOLLOWING, models::interactionFollowing, worker),
        reward(Rewards.VISUAL_QUALITY, models::visualQuality, worker));
  }

  private RewardRole reward(String reward, Supplier<GroupScorer> scorer, String worker) {
    String name = "reward-" + reward.replace('_', '-') + "-" + worker;
    return new RewardRole(
        reward,
        new LoopRole(
            name,
            () ->
                new RewardLoop(
                    deployment.topics(),
                    deployment.clients(),
                    deployment.blobs(),
                    scorer.get(),
                    name)));
  }

  /** Collects blobs that no live record names; beside the trainer, which is one in a run. */
  Role sweeper() {
    return new LoopRole("blob-sweeper", () -> new SweepLoop(new BlobSweep(deployment)));
  }

  Role trainer() {
    return new LoopRole(
        "trainer",
        () ->
            new TrainerLoop(
                deployment.topics(),
                deployment.clients(),
                new PatientBlobStore(deployment.blobs(), PATIENCE),
                models.learner(),
                new TrainingWatch(config.watch(), models.heldOutJudge()),
                config.trainer().keepStates(),
                config.trainer().keepWeights(),
                config.planner().maxStaleness()));
  }
}
