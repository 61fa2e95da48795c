package io.worldcompass.app;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.worldcompass.gpu.model.FlowModel;
import io.worldcompass.gpu.model.ModelSpec;
import io.worldcompass.gpu.model.NoiseSchedule;
import io.worldcompass.gpu.reward.FollowingMode;
import io.worldcompass.gpu.reward.FollowingScorer;
import io.worldcompass.gpu.reward.QualityScorer;
import io.worldcompass.gpu.reward.VisualQualityMode;
import io.worldcompass.gpu.rewarder.GroupScorer;
import io.worldcompass.gpu.rollout.CandidateGenerator;
import io.worldcompass.gpu.rollout.ModelCandidateGenerator;
import io.worldcompass.gpu.train.AdamW;
import io.worldcompass.gpu.train.LearningRates;
import io.worldcompass.gpu.train.MovingAverages;
import io.worldcompass.gpu.train.NftLoss;
import io.worldcompass.gpu.train.TrainSettings;
import io.worldcompass.gpu.trainer.Learner;
import io.worldcompass.gpu.trainer.NftLearner;
import io.worldcompass.producers.ObservationSource;
import io.worldcompass.producers.SimulatedObservations;
import io.worldcompass.producers.game.World;
import io.worldcompass.schemas.blob.BlobStore;
import io.worldcompass.schemas.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;

/** The small world model, rewards and trainer that ship with the project. */
final class BuiltInModels implements Models {
  /** Rows of one forward pass: 32 clips of the built-in model are a few tens of MB. */
  private static final int MICRO_BATCH = 32;

  private final Config config;

  BuiltInModels(Config config) {
    this.config = config;
  }

  /**
   * First frames for recordings that hold none: views of the room that the model was trained in.
   */
  static ObservationSource observations(BlobStore blobs) {
    ModelSpec spec = FlowModel.SPEC;
    return new SimulatedObservations(
        World.DEFAULT_SEED, spec.frameWidth(), spec.frameHeight(), spec.latentsPerClip(), blobs);
  }

  /** The sampler's noise levels, shared by rollout and training. */
  static NoiseSchedule schedule(Config config) {
    return new NoiseSchedule(config.algorithm().samplingSteps(), config.algorithm().shift());
  }

  @Override
  public CandidateGenerator generator() {
    NDManager manager = manager(config.rollout().device());
    return new ModelCandidateGenerator(manager, model(manager, false), schedule(config));
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
    return QualityScorer.builtIn(VisualQualityMode.valueOf(config.reward().visualQuality().name()));
  }

  @Override
  public Learner learner() {
    NDManager manager = manager(config.trainer().device());
    return new NftLearner(manager, model(manager, true), model(manager, false), trainSettings());
  }

  private TrainSettings trainSettings() {
    Config.Trainer trainer = config.trainer();
    LearningRates.Rule conditioning =
        new LearningRates.Rule(
            Pattern.compile(trainer.conditioningParameters()), trainer.conditioningLearningRate());
    return new TrainSettings(
        NftLoss.of(trainer.loss(), trainer.beta()),
        AdamW.withDecay(trainer.weightDecay()),
        new LearningRates(List.of(conditioning), trainer.learningRate(), trainer.decayIterations()),
        new MovingAverages(trainer.policyEma(), trainer.checkpointEma()),
        trainer.gradientClip(),
        schedule(config),
        config.algorithm().trainedFraction(),
        trainer.accumulation(),
        MICRO_BATCH,
        config.run().seed());
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
