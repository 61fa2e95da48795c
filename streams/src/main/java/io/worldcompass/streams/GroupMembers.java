package io.worldcompass.streams;

import io.worldcompass.schemas.avro.ClipCandidate;
import io.worldcompass.schemas.avro.ClipScore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Candidates and scores of the open groups, each under a key of its own (PREFIX/CANDIDATE,
 * PREFIX/CANDIDATE/REWARD): a member costs one small write, however large its group.
 */
final class GroupMembers {
  private final KeyValueStore<String, ClipCandidate> candidates;
  private final KeyValueStore<String, ClipScore> scores;

  GroupMembers(
      KeyValueStore<String, ClipCandidate> candidates, KeyValueStore<String, ClipScore> scores) {
    this.candidates = candidates;
    this.scores = scores;
  }

  /** Keeps the candidate unless there is one with its index; says whether it was new. */
  boolean add(ClipCandidate candidate) {
    return candidates.putIfAbsent(key(candidate), candidate) == null;
  }

  /** Keeps the score unless the candidate has one of that reward; says whether it was new. */
  boolean add(ClipScore score) {
    return scores.putIfAbsent(key(score), score) == null;
  }

  /** The group's candidates by index. */
  Map<Integer, ClipCandidate> candidates(String prefix) {
    Map<Integer, ClipCandidate> found = new HashMap<>();
    for (ClipCandidate candidate : values(candidates, prefix)) {
      found.put(candidate.getCandidate(), candidate);
    }
    return found;
  }

  /** The group's scores by candidate index and reward. */
  Map<Integer, Map<String, ClipScore>> scores(String prefix) {
    Map<Integer, Map<String, ClipScore>> found = new HashMap<>();
    for (ClipScore score : values(scores, prefix)) {
      found
          .computeIfAbsent(score.getCandidate(), c -> new HashMap<>())
          .put(score.getReward(), score);
    }
    return found;
  }

  void remove(String prefix) {
    remove(candidates, prefix);
    remove(scores, prefix);
  }

  private static <V extends SpecificRecord> List<V> values(
      KeyValueStore<String, V> store, String prefix) {
    List<V> values = new ArrayList<>();
    try (KeyValueIterator<String, V> entries = of(store, prefix)) {
      entries.forEachRemaining(entry -> values.add(entry.value));
    }
    return values;
  }

  /** Deletes what a store has under the keys of a group's members. */
  static <V> void remove(KeyValueStore<String, V> store, String prefix) {
    List<String> keys = new ArrayList<>();
    try (KeyValueIterator<String, V> entries = of(store, prefix)) {
      entries.forEachRemaining(entry -> keys.add(entry.key));
    }
    keys.forEach(store::delete);
  }

  private static <V> KeyValueIterator<String, V> of(KeyValueStore<String, V> store, String prefix) {
    return store.prefixScan(prefix + "/", new StringSerializer());
  }

  static String key(ClipCandidate candidate) {
    return key(candidate.getPrefixId(), candidate.getCandidate());
  }

  static String key(ClipScore score) {
    return key(score.getPrefixId(), score.getCandidate()) + "/" + score.getReward();
  }

  private static String key(String prefix, int candidate) {
    return String.format("%s/%05d", prefix, candidate);
  }
}
