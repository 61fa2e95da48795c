package io.worldcompass.producers;

import java.io.IOException;

/** Where scenarios go, one by one, in the order of play. */
@FunctionalInterface
public interface ScenarioSink {
  /**
   * Takes the next scenario.
   *
   * @throws IOException when the scenario could not be handed on; the ingestion stops there
   */
  void accept(Scenario scenario) throws IOException;
}
