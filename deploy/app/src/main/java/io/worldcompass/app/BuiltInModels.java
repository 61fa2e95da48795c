package io.worldcompass.app;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.worldcompass.app.pretrain.HeldOutPlay;
import io.worldcompass.gpu.evaluate.Evaluator;
import io.worldcompass.gpu.evaluate.Suite;
import io.worldcompass.gpu.evaluate.SuitesJudge;
import io.worldcompass.gpu.model.FlowModel;
import io.worldcompass.gpu.model.ModelSpec;
import io.worldcompass.gpu.model.NoiseSchedule;
import io.worldcompass.gpu.model.WorldModel;
import io.worldcompass.gpu.reward.BuiltInWeights;
import io.worldcompass.gpu.reward.FollowingMode;
import io.worldcompass.gpu.reward.FollowingScorer;
import io.worldcompass.gpu.reward.FrameQuality;
import io.worldcompass.gpu.reward.InverseDynamics;
import io.worldcompass.gpu.reward.QualityScorer;
import io.worldcompass.gpu.reward.VisualQualityMode;
import io.worldcompass.gpu.rewarder.GroupScorer;
import io.worldcompass.gpu.rollout.CandidateGenerator;
import io.worldcompass.gpu.rollout.ModelCandidateGenerator;
import io.worldcompass.gpu.train.TrainSettings;
import io.worldcompass.gpu.trainer.HeldOutJudge;
import io.worldcompass.gpu.trainer.Learner;
import io.worldcompass.gpu.trainer.NftLearner;
import io.worldcompass.producers.ObservationSource;
import io.worldcompass.producers.RecordedObservations;
import io.worldcompass.producers.SimulatedObservations;
import io.worldcompass.producers.game.World;
import io.worldcompass.schemas.blob.BlobStore;
import io.worldcompass.schemas.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;

/** The small world model, rewards and trainer that ship with the project. */
public final class BuiltInModels implements Models {
  /** Seed of the play that the early warning looks at: no evaluation draws it. */
  private static final long WATCHED = -1;

  private final Config config;

  /** The models that a configuration asks for. */
  public BuiltInModels(Config config) {
    this.config = config;
  }

  /**
   * First frames for recordings that hold none: views of the room that the model was trained in.
   */
  public static ObservationSource observations(BlobStore blobs) {
    ModelSpec spec = FlowModel.SPEC;
    return new SimulatedObservations(
        World.DEFAULT_SEED, spec.frameWidth(), spec.frameHeight(), spec.latentsPerClip(), blobs);
  }

  /** Frames that lie beside the logs; where there are none, such views. */
  static ObservationSource observations(
      BlobStore blobs, Config.Gameplay config, Consumer<String> problems) {
    ModelSpec spec = FlowModel.SPEC;
    return new RecordedObservations(
        observations(blobs),
        spec.frameWidth(),
        spec.frameHeight(),
        spec.contextLatents(),
        spec.latentsPerClip(),
        config.ticksPerSecond(),
        blobs,
        problems);
  }

  /**
   * How the built-in frame quality scores a clip.
   *
   * @throws UserException for CAPTION
   */
  static VisualQualityMode qualityMode(Config config) {
    if (config.reward().visualQuality() == Config.QualityMode.CAPTION) {
      throw new UserException(
          "reward.visual-quality CAPTION: the built-in frame quality reads no prompts; choose DRIFT"
              + " or QUALITY");
    }
    return VisualQualityMode.valueOf(config.reward().visualQuality().name());
  }

  @Override
  public CandidateGenerator generator() {
    NDManager manager = manager(config.rollout().device());
    return new ModelCandidateGenerator(
        manager, model(manager, false), NoiseSchedule.of(config.algorithm()));
  }

  @Override
  public GroupScorer interactionFollowing() {
    FollowingMode mode =
        switch (config.reward().interactionFollowing()) {
          case FINE -> FollowingMode.FINE;
          case PRODUCT -> FollowingMode.SMOOTH;
        };
    return FollowingScorer.builtIn(manager(config.reward().device()), mode);
  }

  @Override
  public GroupScorer visualQuality() {
    return QualityScorer.builtIn(qualityMode(config));
  }

  @Override
  public Learner learner() {
    NDManager manager = manager(config.trainer().device());
    TrainSettings settings = TrainSettings.of(config);
    FlowModel theta = model(manager, true);
    FlowModel policy = model(manager, false);
    return settings.loss().needsReference()
        ? new NftLearner(manager, theta, policy, model(manager, false), settings)
        : new NftLearner(manager, theta, policy, settings);
  }

  /** What measures, by the judge that never gives a reward; in the manager's scope. */
  public Evaluator evaluator(NDManager manager) {
    return new Evaluator(
        InverseDynamics.of(manager, BuiltInWeights.JUDGE_MOTION.read()),
        InverseDynamics.of(manager, BuiltInWeights.REWARD_MOTION.read()),
        FrameQuality.of(BuiltInWeights.FRAME_QUALITY.read()),
        qualityMode(config),
        NoiseSchedule.of(config.algorithm()));
  }

  /** The world model with the base weights, not trainable; in the manager's scope. */
  public WorldModel worldModel(NDManager manager) {
    return model(manager, false);
  }

  @Override
  public Optional<HeldOutJudge> heldOutJudge() {
    Config.Watch watch = config.watch();
    if (watch.every() == 0) {
      return Optional.empty();
    }
    NDManager manager = manager(config.trainer().device());
    return Optional.of(
        new SuitesJudge(
            manager,
            evaluator(manager),
            model(manager, false),
            Suite.SCRIPTED.stream().map(suite -> HeldOutPlay.of(suite, WATCHED)).toList(),
            watch.scenarios(),
            watch.clips()));
  }

  private static FlowModel model(NDManager manager, boolean trainable) {
    try {
      return FlowModel.shipped(manager, trainable);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static NDManager manager(String device) {
    return NDManager.newBaseManager(Device.fromName(device));
  }
}
