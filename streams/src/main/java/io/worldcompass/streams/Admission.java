package io.worldcompass.streams;

import io.worldcompass.schemas.Action;
import io.worldcompass.schemas.avro.ActionClip;
import io.worldcompass.schemas.avro.PromptAction;
import io.worldcompass.streams.RejectedRecordException.Reason;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Lets a scenario through once and only if its actions are known (spec S6); the rest become dead
 * letters. Ids are remembered up to a bound, the oldest forgotten first.
 */
final class Admission implements Processor<String, PromptAction, String, PromptAction> {
  static final String SEEN = "planner-seen";
  static final String SEEN_ORDER = "planner-seen-order";

  private static final long UNREAD = -1;

  private final int remembered;
  private ProcessorContext<String, PromptAction> context;
  private KeyValueStore<String, Long> seen;
  private KeyValueStore<Long, String> order;
  private long next = UNREAD;

  private Admission(int remembered) {
    this.remembered = remembered;
  }

  /**
   * Supplies the processor and its stores.
   *
   * @param remembered scenario ids remembered per partition
   */
  static ProcessorSupplier<String, PromptAction, String, PromptAction> supplier(int remembered) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<String, PromptAction, String, PromptAction> get() {
        return new Admission(remembered);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return Set.of(
            InMemory.store(SEEN, Serdes.Long()),
            InMemory.store(SEEN_ORDER, Serdes.Long(), Serdes.String()));
      }
    };
  }

  @Override
  public void init(ProcessorContext<String, PromptAction> context) {
    this.context = context;
    seen = context.getStateStore(SEEN);
    order = context.getStateStore(SEEN_ORDER);
    next = UNREAD;
  }

  @Override
  public void process(Record<String, PromptAction> record) {
    PromptAction scenario = record.value();
    check(record.key(), scenario);
    if (seen.get(scenario.getScenarioId()) != null) {
      throw new RejectedRecordException(
          Reason.DUPLICATE, "scenario " + scenario.getScenarioId() + " was ingested before");
    }
    remember(scenario.getScenarioId());
    context.forward(record);
  }

  private void remember(String scenario) {
    long position = next();
    seen.put(scenario, position);
    order.put(position, scenario);
    String oldest = order.delete(position - remembered);
    if (oldest != null) {
      seen.delete(oldest);
    }
    next = position + 1;
  }

  private long next() {
    if (next == UNREAD) {
      try (KeyValueIterator<Long, String> newest = order.reverseAll()) {
        next = newest.hasNext() ? newest.next().key + 1 : 0;
      }
    }
    return next;
  }

  private static void check(String key, PromptAction scenario) {
    if (scenario == null) {
      throw invalid("no value");
    }
    String id = scenario.getScenarioId();
    if (id.isBlank() || !id.equals(key)) {
      throw invalid("the key '" + key + "' is not the scenario id '" + id + "'");
    }
    if (scenario.getClips().isEmpty()) {
      throw invalid("scenario " + id + " has no clips");
    }
    scenario.getClips().forEach(clip -> check(id, clip));
  }

  private static void check(String id, ActionClip clip) {
    if (clip.getLabels().isEmpty()) {
      throw invalid("scenario " + id + " has a clip without labels");
    }
    if (!known(clip.getLabel()) || !clip.getLabels().stream().allMatch(Admission::known)) {
      throw invalid(
          "scenario "
              + id
              + " has an unknown action: label "
              + clip.getLabel()
              + ", labels "
              + clip.getLabels());
    }
  }

  private static boolean known(int label) {
    return label >= 0 && label < Action.LABELS;
  }

  private static RejectedRecordException invalid(String message) {
    return new RejectedRecordException(Reason.INVALID, message);
  }
}
