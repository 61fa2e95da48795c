package io.worldcompass.producers;

/** Where the first frame of a scenario comes from, or a short clip that ends with it. */
@FunctionalInterface
public interface ObservationSource {
  /**
   * What is seen when the scenario begins, stored before this returns. The same scenario always has
   * the same, so that ingesting twice changes nothing.
   *
   * @throws io.worldcompass.schemas.blob.BlobException when it cannot be stored
   */
  Observation of(Scenario scenario);
}
