package io.worldcompass.streams;

import io.worldcompass.schemas.Topic;
import io.worldcompass.schemas.Topics;
import io.worldcompass.schemas.avro.ClipCandidate;
import io.worldcompass.schemas.avro.ClipScore;
import io.worldcompass.schemas.kafka.DeadLetters;
import io.worldcompass.streams.RejectedRecordException.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Where the members were read that came before their task: should none come, they become dead
 * letters with their origin. Few at any time; forgotten as soon as the task is there.
 */
final class EarlyMembers {
  private final KeyValueStore<String, String> origins;
  private final GroupMembers members;
  private final Topics topics;

  /**
   * A view of a store.
   *
   * @param origins key of a member in {@link GroupMembers} to PARTITION@OFFSET
   */
  EarlyMembers(KeyValueStore<String, String> origins, GroupMembers members, Topics topics) {
    this.origins = origins;
    this.members = members;
    this.topics = topics;
  }

  void add(ClipCandidate candidate, RecordMetadata origin) {
    origins.put(GroupMembers.key(candidate), position(origin));
  }

  void add(ClipScore score, RecordMetadata origin) {
    origins.put(GroupMembers.key(score), position(origin));
  }

  /** The group's task has come. */
  void forget(String prefix) {
    keys(prefix).forEach(origins::delete);
  }

  /** The dead letters of the members that no task asked for; they are forgotten. */
  List<Record<String, Object>> letters(String prefix, Instant now) {
    List<Record<String, Object>> letters = new ArrayList<>();
    members
        .candidates(prefix)
        .values()
        .forEach(c -> letter(letters, topics.clipCandidates, GroupMembers.key(c), prefix, c, now));
    members.scores(prefix).values().stream()
        .flatMap(scores -> scores.values().stream())
        .forEach(s -> letter(letters, topics.clipScores, GroupMembers.key(s), prefix, s, now));
    forget(prefix);
    return letters;
  }

  /** One without an origin was rejected when it came, and is a dead letter already. */
  private <V extends SpecificRecord> void letter(
      List<Record<String, Object>> letters,
      Topic<String, V> topic,
      String member,
      String prefix,
      V value,
      Instant now) {
    String origin = origins.get(member);
    if (origin == null) {
      return;
    }
    int at = origin.indexOf('@');
    letters.add(
        new Record<>(
            prefix,
            topic.value().serializer().serialize(topic.name(), value),
            now.toEpochMilli(),
            DeadLetters.headers(
                new RejectedRecordException(
                    Reason.ORPHAN, "no task asked for " + member + " until its deadline"),
                topic.name(),
                Integer.parseInt(origin, 0, at, 10),
                Long.parseLong(origin, at + 1, origin.length(), 10))));
  }

  private List<String> keys(String prefix) {
    List<String> keys = new ArrayList<>();
    try (KeyValueIterator<String, String> entries =
        origins.prefixScan(prefix + "/", new StringSerializer())) {
      entries.forEachRemaining(entry -> keys.add(entry.key));
    }
    return keys;
  }

  private static String position(RecordMetadata origin) {
    return origin.partition() + "@" + origin.offset();
  }
}
