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

/** The small world model, rewards and trainer that ship with the project. */
final class BuiltInModels implements Models {
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
    return new NftLearner(
        manager, model(manager, true), model(manager, false), TrainSettings.of(config));
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
