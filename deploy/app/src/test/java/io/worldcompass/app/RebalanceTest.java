package io.worldcompass.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.worldcompass.schemas.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Planner, best-of-n, batcher and summaries in one, two and three instances, which come, go and die
 * while a run is going on. Every group has the bytes that it has when nobody disturbs the run.
 */
@Timeout(400)
class RebalanceTest {
  private static final Logger STATE_MOVES =
      (Logger) LoggerFactory.getLogger("io.worldcompass.streams.StateMoves");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path data;

  private final ListAppender<ILoggingEvent> moves = new ListAppender<>();
  private Deployment deployment;
  private EndlessRun run;

  @BeforeEach
  void startBrokerAndWorkers() {
    moves.start();
    STATE_MOVES.addAppender(moves);
    deployment =
        Deployment.startLocal(
            TinyRun.config(data.resolve("workers"), Map.of("kafka.partitions", "3")));
    run = new EndlessRun(deployment);
  }

  @AfterEach
  void stop() {
    run.close();
    deployment.close();
    STATE_MOVES.detachAppender(moves);
  }

  @Test
  void instancesThatComeGoAndDieUnderLoadFormEveryGroupAndBatchOnce() throws IOException {
    StreamsInstance first = outlivesAnInstanceThatIsKilled();
    StreamsInstance second = run.join(config("second"));
    run.await(() -> second.groups() > 0);
    run.say("a second instance forms groups");
    StreamsInstance third = run.join(config("third"));
    run.await(() -> third.groups() > 0);
    run.say("a third instance forms groups");
    run.leave(first);
    run.leave(second);
    run.goesOn();
    run.say("the third is alone");
    int last = finishesOnANewMachine();
    run.say("finished");
    FinishedRun.assertClosed(deployment, last, "after " + last + " iterations");
    assertThat(FinishedRun.groups(deployment))
        .isEqualTo(
            FinishedRun.undisturbed(TinyRun.config(data.resolve("calm"), TinyRun.IN_STEP), last));
  }

  /** The first two instances; one of them, which had everything to itself, dies. */
  private StreamsInstance outlivesAnInstanceThatIsKilled() throws IOException {
    Process victim = startVictim();
    try {
      run.goesOn();
      run.say("one instance, a process");
      StreamsInstance survivor = run.join(config("first"));
      run.await(() -> survivor.groups() > 0);
      run.goesOn();
      run.say("two instances form groups; the process is killed");
      int before = moves().size();
      victim.destroyForcibly().onExit().join();
      run.goesOn();
      run.say("the other one goes on");
      // Its tasks went on from the copies that were kept here; no changelog was read for them.
      assertThat(movesSince(before))
          .anyMatch(line -> line.contains("the standby copy of best-of-n-open"))
          .noneMatch(line -> line.startsWith("best-of-n: restored "));
      return survivor;
    } finally {
      victim.destroyForcibly().onExit().join();
    }
  }

  private Process startVictim() throws IOException {
    List<String> arguments = new ArrayList<>(List.of(RoleProcess.STREAMS));
    TinyRun.flags(data.resolve("victim"), settings())
        .forEach((key, value) -> arguments.add(key + "=" + value));
    return RoleProcess.java(data.resolve("victim.log"), RoleProcess.class.getName(), arguments)
        .start();
  }

  /** Nobody is left, and no state but the changelogs. */
  private int finishesOnANewMachine() {
    assertThat(data.resolve("third").resolve("streams")).doesNotExist();
    int before = moves().size();
    int last = run.finish(config("new"));
    assertThat(movesSince(before))
        .anyMatch(line -> line.matches("planner: restored .* of planner-pool, .*"))
        .anyMatch(line -> line.matches("best-of-n: restored .* of best-of-n-closed, .*"))
        .anyMatch(line -> line.matches("batcher: restored .* of batcher-counters, .*"));
    return last;
  }

  private List<String> movesSince(int before) {
    return moves().subList(before, moves().size());
  }

  private List<String> moves() {
    synchronized (moves) { // as its writers are
      return moves.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
  }

  private Config config(String instance) {
    return TinyRun.config(data.resolve(instance), settings());
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>(TinyRun.IN_STEP);
    settings.put("kafka.partitions", "3");
    settings.put("kafka.standby-replicas", "1");
    settings.put("kafka.bootstrap-servers", deployment.endpoints().bootstrapServers());
    settings.put("kafka.schema-registry", deployment.endpoints().schemaRegistry());
    return settings;
  }
}
