package io.worldcompass.producers;

/** Where the first frame of a scenario comes from. */
@FunctionalInterface
public interface ObservationSource {
  /**
   * The scenario's first frame, stored before this returns. The same scenario always has the same
   * one, so that ingesting twice changes nothing.
   *
   * @throws io.worldcompass.schemas.blob.BlobException when it cannot be stored
   */
  Observation of(Scenario scenario);
}
