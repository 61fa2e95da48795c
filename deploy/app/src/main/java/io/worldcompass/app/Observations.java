package io.worldcompass.app;

import io.worldcompass.gpu.model.ModelSpec;
import io.worldcompass.producers.Observation;
import io.worldcompass.producers.ObservationSource;
import io.worldcompass.producers.Scenario;
import io.worldcompass.producers.SimulatedObservations;
import io.worldcompass.schemas.blob.BlobStore;

/**
 * First frames for recordings that hold none: views of simulated worlds, a world for every few
 * scenarios, so that the model sees many rooms.
 */
final class Observations implements ObservationSource {
  private static final int WORLDS = 64;

  /** Far from the worlds of pre-training (from 1) and of evaluation (from 9,000,000). */
  private static final long FIRST_WORLD = 5_000_000;

  private final ModelSpec model;
  private final BlobStore blobs;

  Observations(ModelSpec model, BlobStore blobs) {
    this.model = model;
    this.blobs = blobs;
  }

  @Override
  public Observation of(Scenario scenario) {
    long world = FIRST_WORLD + Math.floorMod(scenario.id().hashCode(), WORLDS);
    return new SimulatedObservations(
            world, model.frameWidth(), model.frameHeight(), model.latentsPerClip(), blobs)
        .of(scenario);
  }
}
