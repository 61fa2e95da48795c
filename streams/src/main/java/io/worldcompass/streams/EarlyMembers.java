package io.worldcompass.streams;

import io.worldcompass.schemas.Topic;
import io.worldcompass.schemas.Topics;
import io.worldcompass.schemas.kafka.DeadLetters;
import io.worldcompass.streams.RejectedRecordException.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
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

  void add(String member, RecordMetadata origin) {
    origins.put(member, origin.partition() + "@" + origin.offset());
  }

  /** The group's task has come. */
  void forget(String prefix) {
    GroupMembers.remove(origins, prefix);
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
}
