package io.worldcompass.streams;

import io.worldcompass.schemas.Rewards;
import io.worldcompass.schemas.avro.ActionClip;
import io.worldcompass.schemas.avro.ClipCandidate;
import io.worldcompass.schemas.avro.ClipScore;
import io.worldcompass.schemas.avro.GroupClose;
import io.worldcompass.schemas.avro.LogPosition;
import io.worldcompass.schemas.avro.PromptAction;
import io.worldcompass.schemas.avro.RolloutTask;
import io.worldcompass.schemas.avro.ScoredCandidate;
import io.worldcompass.schemas.avro.ScoredGroup;
import io.worldcompass.schemas.avro.TensorRef;
import io.worldcompass.schemas.avro.WeightsManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Plausible records of every topic. */
final class Records {
  private static final TensorRef TENSOR = new TensorRef("0".repeat(64), "x", List.of(1L));

  private Records() {}

  static ActionClip clip(int label) {
    return new ActionClip(0L, 15L, label, List.of(label), 0.0, 0.0, 0.0, 0.0);
  }

  static PromptAction scenario(String id, Integer... labels) {
    List<ActionClip> clips = new ArrayList<>();
    for (int label : labels) {
      clips.add(clip(label));
    }
    return PromptAction.newBuilder()
        .setScenarioId(id)
        .setPrompt("a room")
        .setObservation(TENSOR)
        .setClips(clips)
        .setSource(new LogPosition("doom-lmp", "demo.lmp", 0, "", 0L, 63L))
        .build();
  }

  static WeightsManifest manifest(int version) {
    return WeightsManifest.newBuilder()
        .setModel("test")
        .setVersion(version)
        .setParent(version - 1)
        .setIteration(version)
        .setPolicy(TENSOR)
        .setCheckpoint(TENSOR)
        .setBytes(4)
        .setPolicyDecay(0.2)
        .setBatchOffset(version)
        .setMetrics(Map.of())
        .setCreatedAt(Harness.START)
        .build();
  }

  static RolloutTask task(String prefix, int iteration, int groupSize, int prefixes) {
    return RolloutTask.newBuilder()
        .setPrefixId(prefix)
        .setScenarioId("scenario-" + prefix)
        .setIteration(iteration)
        .setClipIndex(1)
        .setGroupSize(groupSize)
        .setSeed(1)
        .setLeastPolicyVersion(0)
        .setPrompt("a room")
        .setObservation(TENSOR)
        .setClips(List.of(clip(1)))
        .setIssuedAt(Harness.START)
        .setPrefixes(prefixes)
        .build();
  }

  static ClipCandidate candidate(String prefix, int iteration, int index, int groupSize) {
    return ClipCandidate.newBuilder()
        .setPrefixId(prefix)
        .setScenarioId("scenario-" + prefix)
        .setIteration(iteration)
        .setClipIndex(1)
        .setCandidate(index)
        .setGroupSize(groupSize)
        .setSeed(index)
        .setPolicyVersion(0)
        .setAction(clip(1))
        .setLabels(List.of(1))
        .setContext(TENSOR)
        .setLatents(TENSOR)
        .setFrames(TENSOR)
        .setFirstFrame(TENSOR)
        .setPrompt("a room")
        .setWorker("w")
        .setTaskIssuedAt(Harness.START)
        .build();
  }

  static ClipScore score(String prefix, int iteration, int candidate, String reward, Double value) {
    return ClipScore.newBuilder()
        .setPrefixId(prefix)
        .setIteration(iteration)
        .setCandidate(candidate)
        .setReward(reward)
        .setValue(value)
        .setDetails(Map.of("joint", 0.5))
        .setScorer("test")
        .setScorerVersion("1")
        .setError(value == null ? "no pose" : null)
        .build();
  }

  /** A closed group whose members have the given interaction-following rewards. */
  static ScoredGroup group(int iteration, String prefix, int prefixes, double... rewards) {
    List<ScoredCandidate> members =
        IntStream.range(0, rewards.length)
            .mapToObj(
                i ->
                    new ScoredCandidate(
                        candidate(prefix, iteration, i, rewards.length),
                        Map.of(
                            Rewards.INTERACTION_FOLLOWING,
                            rewards[i],
                            Rewards.VISUAL_QUALITY,
                            -rewards[i] * rewards[i]),
                        Map.of("interaction_following.joint", rewards[i] / 2)))
            .toList();
    return ScoredGroup.newBuilder()
        .setIteration(iteration)
        .setPrefixId(prefix)
        .setScenarioId("scenario-" + prefix)
        .setClipIndex(1)
        .setGroupSize(rewards.length)
        .setClosed(rewards.length == 0 ? GroupClose.EXPIRED : GroupClose.COMPLETE)
        .setReason("complete")
        .setMembers(members)
        .setMissing(List.of())
        .setPrefixes(prefixes)
        .setClosedAt(Harness.START.plusSeconds(iteration))
        .build();
  }
}
