package io.worldcompass.streams;

import io.worldcompass.schemas.avro.ScoredGroup;
import io.worldcompass.schemas.avro.TrainingBatch;
import io.worldcompass.streams.RejectedRecordException.Reason;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the M groups of each iteration and emits one batch an iteration, in the order of
 * iterations, exactly once. An iteration without a usable group gives a batch without groups.
 */
final class Batching implements Processor<String, ScoredGroup, String, TrainingBatch> {
  private static final Logger log = LoggerFactory.getLogger(Batching.class);

  static final String GROUPS = "batcher-groups";
  static final String COUNTERS = "batcher-counters";

  private static final String NEXT_ITERATION = "next-iteration";

  private final BatchAssembler assembler;
  private ProcessorContext<String, TrainingBatch> context;
  private KeyValueStore<String, ScoredGroup> groups;
  private Counters counters;
  private Sensor emitted;
  private Sensor empty;

  Batching(BatchAssembler assembler) {
    this.assembler = assembler;
  }

  @Override
  public void init(ProcessorContext<String, TrainingBatch> context) {
    this.context = context;
    groups = context.getStateStore(GROUPS);
    counters = new Counters(context.getStateStore(COUNTERS));
    Metrics metrics = new Metrics(context, "batcher");
    emitted = metrics.counter("batches");
    empty = metrics.counter("batches-empty");
  }

  @Override
  public void process(Record<String, ScoredGroup> record) {
    add(record.value());
    while (complete(next())) {
      emit(next());
      counters.set(NEXT_ITERATION, next() + 1);
    }
  }

  private void add(ScoredGroup group) {
    check(group);
    String prefix = iterationPrefix(group.getIteration());
    if (groups.putIfAbsent(prefix + group.getPrefixId(), group) != null) {
      throw new RejectedRecordException(
          Reason.DUPLICATE, "group " + group.getPrefixId() + " was seen before");
    }
    // Counted apart, so that not every group of the iteration is read for every new one.
    counters.increment(seen(group.getIteration()));
    counters.set(expected(group.getIteration()), group.getPrefixes());
  }

  private void check(ScoredGroup group) {
    if (group == null) {
      throw new RejectedRecordException(Reason.INVALID, "no value");
    }
    if (group.getIteration() < next()) {
      throw new RejectedRecordException(
          Reason.LATE,
          "group "
              + group.getPrefixId()
              + ": the batch of iteration "
              + group.getIteration()
              + " is out");
    }
    if (group.getPrefixes() < 1) {
      throw new RejectedRecordException(
          Reason.INVALID, "group " + group.getPrefixId() + " does not say how many there are");
    }
  }

  private boolean complete(int iteration) {
    long expected = counters.get(expected(iteration), Long.MAX_VALUE);
    return counters.get(seen(iteration), 0) >= expected;
  }

  private void emit(int iteration) {
    List<String> keys = new ArrayList<>();
    List<ScoredGroup> all = new ArrayList<>();
    try (KeyValueIterator<String, ScoredGroup> entries =
        groups.prefixScan(iterationPrefix(iteration), new StringSerializer())) {
      entries.forEachRemaining(
          entry -> {
            keys.add(entry.key);
            all.add(entry.value);
          });
    }
    TrainingBatch batch = assembler.assemble(all);
    keys.forEach(groups::delete);
    counters.remove(seen(iteration));
    counters.remove(expected(iteration));
    context.forward(new Record<>(batch.getRun(), batch, context.currentSystemTimeMs()));
    emitted.record();
    if (batch.getGroups().isEmpty()) {
      empty.record();
      log.warn(
          "Every group of iteration {} expired: its batch is empty, and the planner goes on",
          iteration);
    }
  }

  private int next() {
    return Math.toIntExact(counters.get(NEXT_ITERATION, 1));
  }

  private static String iterationPrefix(int iteration) {
    return String.format("%010d/", iteration);
  }

  private static String seen(int iteration) {
    return "seen-" + iteration;
  }

  private static String expected(int iteration) {
    return "expected-" + iteration;
  }
}
