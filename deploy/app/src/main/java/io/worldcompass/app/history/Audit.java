package io.worldcompass.app.history;

import io.worldcompass.schemas.avro.BatchGroup;
import io.worldcompass.schemas.avro.BatchMember;
import io.worldcompass.schemas.avro.ClipCandidate;
import io.worldcompass.schemas.avro.ScoredCandidate;
import io.worldcompass.schemas.avro.ScoredGroup;
import io.worldcompass.schemas.avro.TensorRef;
import io.worldcompass.schemas.avro.TrainingBatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Where each number of an iteration came from, in the shape of the command contract. */
public final class Audit {
  private final Map<String, ScoredGroup> groups = new TreeMap<>();
  private TrainingBatch batch;
  private Integer trainedBy;

  /** Takes in a closed group of the iteration. */
  public void add(ScoredGroup group) {
    groups.putIfAbsent(group.getPrefixId(), group);
  }

  /** Takes in the iteration's batch. */
  public void add(TrainingBatch trainingBatch) {
    batch = trainingBatch;
  }

  /** Takes in the version that the iteration made. */
  public void trainedBy(int version) {
    trainedBy = version;
  }

  /** Whether anything is known of the iteration or group. */
  public boolean isEmpty() {
    return groups.isEmpty();
  }

  /** Every blob that the groups' candidates name. */
  public Set<String> blobs() {
    Set<String> blobs = new TreeSet<>();
    for (ScoredGroup group : groups.values()) {
      for (ScoredCandidate member : group.getMembers()) {
        refs(member.getCandidate()).forEach(ref -> blobs.add(ref.getSha256()));
      }
    }
    return blobs;
  }

  /** Every tensor that a candidate's record names. */
  static List<TensorRef> refs(ClipCandidate candidate) {
    List<TensorRef> refs = new ArrayList<>();
    refs.add(candidate.getContext());
    refs.add(candidate.getLatents());
    refs.add(candidate.getFrames());
    refs.add(candidate.getFirstFrame());
    if (candidate.getPreviousFrame() != null) {
      refs.add(candidate.getPreviousFrame());
    }
    return refs;
  }

  /** The audit as nested maps. */
  public Map<String, Object> report() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("iteration", groups.values().iterator().next().getIteration());
    if (batch != null) {
      report.put("normaliser", normaliser());
      report.put("weights", new TreeMap<>(batch.getRewardWeights()));
      report.put("advantage_clip", batch.getAdvantageClip());
      report.put("keep", batch.getKeep());
    }
    report.put("groups", groups.values().stream().map(this::group).toList());
    report.put("trained_by_version", trainedBy);
    return report;
  }

  private Map<String, Object> normaliser() {
    Map<String, Object> normaliser = new LinkedHashMap<>();
    normaliser.put("mode", batch.getNormaliser().getMode());
    new TreeMap<>(batch.getNormaliser().getStd())
        .forEach((reward, std) -> normaliser.put(reward, Map.of("std", std)));
    return normaliser;
  }

  private Map<String, Object> group(ScoredGroup group) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("prefix_id", group.getPrefixId());
    json.put("scenario_id", group.getScenarioId());
    json.put("clip_index", group.getClipIndex());
    json.put("closed", group.getClosed().name());
    json.put("reason", group.getReason());
    json.put("missing", group.getMissing());
    json.put(
        "policy_version",
        group.getMembers().isEmpty()
            ? null
            : group.getMembers().get(0).getCandidate().getPolicyVersion());
    Map<Integer, BatchMember> chosen = chosen(group.getPrefixId());
    json.put(
        "members",
        group.getMembers().stream()
            .map(member -> member(member, chosen.get(member.getCandidate().getCandidate())))
            .toList());
    return json;
  }

  private Map<Integer, BatchMember> chosen(String prefix) {
    Map<Integer, BatchMember> members = new TreeMap<>();
    if (batch != null) {
      for (BatchGroup group : batch.getGroups()) {
        if (group.getPrefixId().equals(prefix)) {
          group.getMembers().forEach(m -> members.put(m.getCandidate().getCandidate(), m));
        }
      }
    }
    return members;
  }

  private static Map<String, Object> member(ScoredCandidate member, BatchMember chosen) {
    ClipCandidate candidate = member.getCandidate();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("candidate", candidate.getCandidate());
    json.put("seed", candidate.getSeed());
    json.putAll(new TreeMap<>(member.getRewards()));
    if (chosen != null) {
      json.put("advantage", chosen.getAdvantage());
      json.put("advantage_by_reward", new TreeMap<>(chosen.getAdvantageByReward()));
      json.put("r", chosen.getR());
      json.put("kept", chosen.getKept());
    }
    json.put("frames_sha256", candidate.getFrames().getSha256());
    json.put("worker", candidate.getWorker());
    json.put("policy_version", candidate.getPolicyVersion());
    json.put("policy_sha256", candidate.getPolicySha256());
    json.put("details", new TreeMap<>(member.getDetails()));
    return json;
  }
}
