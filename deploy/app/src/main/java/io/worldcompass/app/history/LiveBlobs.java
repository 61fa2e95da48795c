package io.worldcompass.app.history;

import io.worldcompass.schemas.avro.ClipCandidate;
import io.worldcompass.schemas.avro.PromptAction;
import io.worldcompass.schemas.avro.RolloutTask;
import io.worldcompass.schemas.avro.ScenarioOutcome;
import io.worldcompass.schemas.avro.ScoredGroup;
import io.worldcompass.schemas.avro.TrainingBatch;
import io.worldcompass.schemas.avro.WeightsManifest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/**
 * The blobs that live records name. Live are: every manifest; whatever belongs to an iteration that
 * is not among the long trained ones; and every scenario that has not left the pool.
 */
public final class LiveBlobs {
  private final int lastOld;
  private final Set<String> named = new HashSet<>();
  private final Map<String, String> observations = new HashMap<>();

  /**
   * Starts with nothing.
   *
   * @param lastOld the last iteration whose records are not live any more
   */
  public LiveBlobs(int lastOld) {
    this.lastOld = lastOld;
  }

  /** Takes in a record. Outcomes must come after the scenarios that they are about. */
  public void add(SpecificRecord value) {
    if (value instanceof WeightsManifest manifest) {
      add(manifest);
    } else if (value instanceof RolloutTask task && isLive(task.getIteration())) {
      named.add(task.getObservation().getSha256());
    } else if (value instanceof ClipCandidate candidate && isLive(candidate.getIteration())) {
      add(candidate);
    } else if (value instanceof ScoredGroup group && isLive(group.getIteration())) {
      group.getMembers().forEach(member -> add(member.getCandidate()));
    } else if (value instanceof TrainingBatch batch && isLive(batch.getIteration())) {
      batch.getGroups().forEach(g -> g.getMembers().forEach(m -> add(m.getCandidate())));
    } else if (value instanceof PromptAction scenario) {
      observations.put(scenario.getScenarioId(), scenario.getObservation().getSha256());
    } else if (value instanceof ScenarioOutcome outcome) {
      observations.remove(outcome.getScenarioId());
    }
  }

  /** The hashes of all blobs that live records name. */
  public Set<String> hashes() {
    Set<String> all = new HashSet<>(named);
    all.addAll(observations.values());
    return all;
  }

  private boolean isLive(int iteration) {
    return iteration > lastOld;
  }

  private void add(ClipCandidate candidate) {
    Audit.refs(candidate).forEach(ref -> named.add(ref.getSha256()));
  }

  private void add(WeightsManifest manifest) {
    named.add(manifest.getPolicy().getSha256());
    named.add(manifest.getCheckpoint().getSha256());
    if (manifest.getState() != null) {
      named.add(manifest.getState());
    }
  }
}
