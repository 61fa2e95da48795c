package io.worldcompass.streams;

import io.worldcompass.schemas.avro.PromptAction;
import io.worldcompass.schemas.avro.RolloutTask;
import io.worldcompass.schemas.avro.ScenarioOutcome;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.streams.RejectedRecordException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Emits iteration j, all of its tasks at once, when iteration j-1-K has been trained and its policy
 * version published. Takes admitted scenarios and weights manifests; what it knows is in its stores
 * alone, so a redelivered manifest or a restart changes nothing. Also says how scenarios left the
 * pool.
 */
final class Pacing implements Processor<String, SpecificRecord, String, SpecificRecord> {
  static final String POOL = "planner-pool";
  static final String COUNTERS = "planner-counters";

  private static final String NEXT_ITERATION = "next-iteration";
  private static final String PUBLISHED = "published-version";

  /** Versions published beyond one an iteration: one for every rollback. */
  private static final String ROLLBACKS = "rollbacks";

  private static final Duration CHECK = Duration.ofMillis(250);
  private static final Duration SAY_SO = Duration.ofSeconds(10);

  /** After this long without a new scenario, the first iteration starts with those there are. */
  private static final Duration SETTLED = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(Pacing.class);

  private final Plan plan;
  private ProcessorContext<String, SpecificRecord> context;
  private Counters counters;
  private ScenarioPool pool;
  private Sensor emitted;
  private Sensor leftUntrained;
  private final Map<String, Sensor> poolSizes = new HashMap<>();
  private long lastArrival;
  private long lastWarning;

  Pacing(Plan plan) {
    this.plan = plan;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    this.context = context;
    counters = new Counters(context.getStateStore(COUNTERS));
    pool = new ScenarioPool(context.getStateStore(POOL), counters, plan.pool());
    Metrics metrics = new Metrics(context, "planner");
    emitted = metrics.counter("iterations");
    leftUntrained = metrics.counter("scenarios-left-untrained");
    for (String name : List.of("still", "basic", "composite")) {
      poolSizes.put(name, metrics.gauge("pool-" + name));
    }
    lastArrival = context.currentSystemTimeMs();
    lastWarning = lastArrival;
    // Not only on records: a restart with more iterations allowed has none to wait for.
    context.schedule(CHECK, PunctuationType.WALL_CLOCK_TIME, this::check);
  }

  @Override
  public void process(Record<String, SpecificRecord> record) {
    if (record.value() instanceof PromptAction scenario) {
      lastArrival = context.currentSystemTimeMs();
      pool.add(scenario, lastArrival).forEach(this::left);
    } else if (record.value() instanceof WeightsManifest manifest) {
      published(manifest);
    } else {
      throw new RejectedRecordException(Reason.INVALID, "no value");
    }
    emitAllowed();
  }

  /** The pool may go on in another instance, which then speaks for it. */
  @Override
  public void close() {
    poolSizes.values().forEach(gauge -> gauge.record(0));
  }

  /** Versions only grow; an old manifest that comes again is no news. */
  private void published(WeightsManifest manifest) {
    if (manifest.getVersion() > counters.get(PUBLISHED, -1)) {
      counters.set(PUBLISHED, manifest.getVersion());
      counters.set(ROLLBACKS, manifest.getVersion() - manifest.getIteration());
    }
  }

  private void left(ScenarioPool.Leaver leaver) {
    Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    String drawn =
        leaver.drawn() > 0 ? "drawn %d times; ".formatted(leaver.drawn()) : "never drawn; ";
    ScenarioOutcome outcome =
        ScenarioOutcome.newBuilder()
            .setScenarioId(leaver.scenario())
            .setOutcome(leaver.end())
            .setReason(drawn + leaver.reason())
            .setIteration(next())
            .setTime(now)
            .build();
    context.forward(new Record<>(leaver.scenario(), outcome, now.toEpochMilli()));
    if (leaver.drawn() == 0) {
      leftUntrained.record();
    }
  }

  private void emitAllowed() {
    while (next() <= lastAllowed() && enough()) {
      List<PromptAction> eligible = pool.withClip(plan.clip(next()));
      if (eligible.isEmpty()) {
        return;
      }
      emit(next(), eligible);
      counters.set(NEXT_ITERATION, next() + 1);
    }
  }

  private void emit(int iteration, List<PromptAction> eligible) {
    long now = context.currentSystemTimeMs();
    int rollbacks = Math.toIntExact(counters.get(ROLLBACKS, 0));
    for (RolloutTask task : plan.tasks(iteration, eligible, rollbacks, now)) {
      context.forward(new Record<>(task.getPrefixId(), task, now));
      pool.drawn(task.getScenarioId()).ifPresent(this::left);
    }
    emitted.record();
  }

  private int next() {
    return Math.toIntExact(counters.get(NEXT_ITERATION, 1));
  }

  private long lastAllowed() {
    return plan.lastIteration(
        Math.toIntExact(counters.get(PUBLISHED, -1) - counters.get(ROLLBACKS, 0)));
  }

  /** The pool is large enough to start from, or nothing more seems to be coming. */
  private boolean enough() {
    return next() > 1
        || pool.size() >= plan.minimumPool()
        || context.currentSystemTimeMs() - lastArrival >= SETTLED.toMillis();
  }

  private void check(long now) {
    pool.tooOld(now).forEach(this::left);
    poolSizes.forEach((name, gauge) -> gauge.record(pool.size(name)));
    emitAllowed();
    if (next() <= lastAllowed() && now - lastWarning >= SAY_SO.toMillis()) {
      lastWarning = now;
      log.warn(
          "Iteration {} waits for a scenario with at least {} clips; the pool has {} scenarios,"
              + " none of them as long",
          next(),
          plan.clip(next()),
          pool.size());
    }
  }
}
