package io.worldcompass.app;

import io.worldcompass.producers.ClipRules;
import io.worldcompass.producers.GameplayLogs;
import io.worldcompass.producers.IngestReport;
import io.worldcompass.producers.Ingestion;
import io.worldcompass.producers.LogResource;
import io.worldcompass.producers.Scenario;
import io.worldcompass.producers.ScenarioProducer;
import io.worldcompass.producers.ScenarioSink;
import io.worldcompass.producers.SimulatedPlay;
import io.worldcompass.schemas.config.Config;
import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code local} trains on: the recorded Freedoom play that ships with the project, and
 * scripted players of the simulated game, who press the keys that 35 seconds of Doom do not hold.
 */
final class LocalScenarios {
  private final Config config;
  private final Deployment deployment;

  LocalScenarios(Config config, Deployment deployment) {
    this.config = config;
    this.deployment = deployment;
  }

  /** Writes what is not on the topic yet, and says what was done. */
  String ingest() {
    Set<String> known = new HashSet<>();
    TopicScan.each(
        deployment.clients(),
        deployment.topics().promptActions,
        (record, scenario) -> known.add(scenario.getScenarioId()));
    try (ScenarioProducer producer =
        new ScenarioProducer(
            deployment.clients().producer("local-produce"),
            deployment.topics().promptActions,
            BuiltInModels.observations(deployment.blobs()),
            GameplaySettings.pseudonyms(config))) {
      ScenarioSink fresh = scenario -> acceptNew(scenario, known, producer);
      GameplayLogs logs = new GameplayLogs(Optional.empty(), ClipRules.DEFAULT);
      IngestReport recorded =
          new Ingestion(logs, fresh, LocalScenarios::fail).ingest(LogResource.samples());
      int simulated = config.local().simulatedScenarios();
      for (Scenario scenario :
          new SimulatedPlay(config.run().seed(), ClipRules.DEFAULT).scenarios(simulated)) {
        fresh.accept(scenario);
      }
      producer.flush();
      return String.format(
          Locale.ROOT,
          "recorded Freedoom play: %s; %d scenarios of scripted players; %d written now",
          recorded.summary(),
          simulated,
          producer.acknowledged());
    } catch (IOException e) {
      throw new UserException("the scenarios could not be written: " + e.getMessage(), e);
    }
  }

  private static void acceptNew(Scenario scenario, Set<String> known, ScenarioProducer producer)
      throws IOException {
    if (known.add(scenario.id())) {
      producer.accept(scenario);
    }
  }

  private static void fail(String problem) {
    throw new UserException(problem);
  }
}
