package io.worldcompass.streams;

import static io.worldcompass.schemas.Rewards.INTERACTION_FOLLOWING;
import static io.worldcompass.schemas.Rewards.VISUAL_QUALITY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.schemas.Rewards;
import io.worldcompass.schemas.Topic;
import io.worldcompass.schemas.avro.ClipCandidate;
import io.worldcompass.schemas.avro.ClipScore;
import io.worldcompass.schemas.avro.GroupClose;
import io.worldcompass.schemas.avro.RolloutTask;
import io.worldcompass.schemas.avro.ScoredCandidate;
import io.worldcompass.schemas.avro.ScoredGroup;
import io.worldcompass.schemas.config.Config;
import io.worldcompass.schemas.kafka.DeadLetters;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BestOfNTopologyTest {
  private static final int G = 4;
  private static final int QUORUM = 2;
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final Harness bestOfN = harness();

  private static Harness harness() {
    return new Harness(config(), (topics, config) -> new BestOfNTopology(topics, config).build());
  }

  static Config config() {
    return Harness.config(
        "algorithm.group-size",
        G,
        "groups.quorum",
        QUORUM,
        "algorithm.keep",
        2,
        "groups.deadline",
        "60s");
  }

  @AfterEach
  void close() {
    bestOfN.close();
  }

  private void task(String prefix, int iteration) {
    bestOfN.send(bestOfN.topics.rolloutTasks, prefix, Records.task(prefix, iteration, G, 3));
  }

  private void candidate(String prefix, int iteration, int index) {
    send(Records.candidate(prefix, iteration, index, G));
  }

  private void send(ClipCandidate candidate) {
    bestOfN.send(bestOfN.topics.clipCandidates, candidate.getPrefixId(), candidate);
  }

  private void send(ClipScore score) {
    bestOfN.send(bestOfN.topics.clipScores, score.getPrefixId(), score);
  }

  private void member(String prefix, int iteration, int index) {
    candidate(prefix, iteration, index);
    send(Records.score(prefix, iteration, index, INTERACTION_FOLLOWING, index / 10.0));
    send(Records.score(prefix, iteration, index, VISUAL_QUALITY, -index / 10.0));
  }

  private void members(String prefix, int iteration, int count) {
    for (int i = 0; i < count; i++) {
      member(prefix, iteration, i);
    }
  }

  private List<ScoredGroup> groups() {
    return bestOfN.read(bestOfN.topics.scoredGroups);
  }

  @Test
  void aGroupIsCompleteWithItsLastScore() {
    task("p", 1);
    members("p", 1, 3);
    candidate("p", 1, 3);
    send(Records.score("p", 1, 3, INTERACTION_FOLLOWING, 0.9));
    assertThat(groups()).isEmpty();
    send(Records.score("p", 1, 3, VISUAL_QUALITY, -0.9));

    ScoredGroup group = groups().get(0);
    assertThat(group.getClosed()).isEqualTo(GroupClose.COMPLETE);
    assertThat(group.getPrefixes()).isEqualTo(3);
    assertThat(group.getMembers())
        .extracting(member -> member.getCandidate().getCandidate())
        .containsExactly(0, 1, 2, 3);
    assertThat(group.getMembers().get(3).getRewards())
        .containsEntry(INTERACTION_FOLLOWING, 0.9)
        .containsEntry(VISUAL_QUALITY, -0.9);
    assertThat(group.getMembers().get(3).getDetails())
        .containsEntry("interaction_following.joint", 0.5);
    assertThat(bestOfN.metric("groups-complete-total")).isEqualTo(1);
  }

  @Test
  void scoresAndCandidatesMayComeBeforeTheirTask() {
    send(Records.score("p", 1, 0, VISUAL_QUALITY, -1.0));
    candidate("p", 1, 0);
    send(Records.score("p", 1, 0, INTERACTION_FOLLOWING, 1.0));
    for (int i = 1; i < G; i++) {
      member("p", 1, i);
    }
    assertThat(groups()).isEmpty();
    task("p", 1);
    assertThat(groups())
        .singleElement()
        .extracting(ScoredGroup::getClosed)
        .isEqualTo(GroupClose.COMPLETE);
  }

  @Test
  void aGroupWithAQuorumIsClosedAtItsDeadline() {
    task("p", 1);
    members("p", 1, 2);
    candidate("p", 1, 2);
    bestOfN.advance(DEADLINE.minusSeconds(1));
    assertThat(groups()).isEmpty();
    bestOfN.advance(Duration.ofSeconds(1));

    ScoredGroup group = groups().get(0);
    assertThat(group.getClosed()).isEqualTo(GroupClose.QUORUM);
    assertThat(group.getMembers()).hasSize(2);
    assertThat(group.getMissing()).containsExactly(2, 3);
    assertThat(group.getReason())
        .isEqualTo(
            "2 of 4 missing: candidate 2: has no interaction_following;"
                + " candidate 3: was not generated");
  }

  @Test
  void aGroupWhoseCandidatesNeverComeExpires() {
    task("p", 1);
    bestOfN.advance(DEADLINE);
    ScoredGroup group = groups().get(0);
    assertThat(group.getClosed()).isEqualTo(GroupClose.EXPIRED);
    assertThat(group.getScenarioId()).isEqualTo("scenario-p");
    assertThat(group.getMissing()).hasSize(G);
    assertThat(bestOfN.metric("groups-expired-total")).isEqualTo(1);
  }

  @Test
  void aGroupThatIsAnsweredInFullWithErrorsClosesAtOnce() {
    task("p", 1);
    members("p", 1, 2);
    candidate("p", 1, 2);
    send(Records.score("p", 1, 2, INTERACTION_FOLLOWING, null));
    send(Records.score("p", 1, 2, VISUAL_QUALITY, 1.0));
    candidate("p", 1, 3);
    send(Records.score("p", 1, 3, INTERACTION_FOLLOWING, Double.NaN));
    send(Records.score("p", 1, 3, VISUAL_QUALITY, Double.POSITIVE_INFINITY));
    bestOfN.advance(Duration.ofSeconds(1));
    ScoredGroup group = groups().get(0);
    assertThat(group.getClosed()).isEqualTo(GroupClose.QUORUM);
    assertThat(group.getMissing()).containsExactly(2, 3);
    assertThat(group.getReason())
        .contains("candidate 2: interaction_following failed: no pose")
        .contains("candidate 3: interaction_following is NaN");
  }

  @Test
  void aSampleOfAnOlderPolicyThanAllowedIsNotUsed() {
    bestOfN.send(
        bestOfN.topics.rolloutTasks,
        "p",
        RolloutTask.newBuilder(Records.task("p", 5, G, 3)).setLeastPolicyVersion(3).build());
    for (int i = 0; i < G; i++) {
      ClipCandidate candidate = Records.candidate("p", 5, i, G);
      candidate.setPolicyVersion(i == 0 ? 2 : 3);
      send(candidate);
      for (String reward : Rewards.NAMES) {
        send(Records.score("p", 5, i, reward, 1.0));
      }
    }
    assertThat(groups().get(0).getMissing()).containsExactly(0);
  }

  @Test
  void aSecondAttemptAtATaskIsDroppedWithItsReason() {
    task("p", 1);
    members("p", 1, 2);
    member("p", 1, 1);
    task("p", 1);
    List<TestRecord<byte[], byte[]>> letters = bestOfN.deadLetters();
    assertThat(letters)
        .extracting(l -> Harness.header(l, "__streams.errors.message"))
        .containsExactly(
            "duplicate: candidate 1 of p was generated before",
            "duplicate: interaction_following of candidate 1 of p was scored before",
            "duplicate: visual_quality of candidate 1 of p was scored before",
            "duplicate: task p was seen before");
    assertThat(Harness.header(letters.get(0), "__streams.errors.topic"))
        .isEqualTo("test.clip-candidates");
    ClipCandidate original =
        bestOfN
            .topics
            .clipCandidates
            .value()
            .deserializer()
            .deserialize("test.clip-candidates", letters.get(0).value());
    assertThat(original).isEqualTo(Records.candidate("p", 1, 1, G));
    assertThat(bestOfN.metric("rejected-duplicate-total")).isEqualTo(4);
    for (int i = 2; i < G; i++) {
      member("p", 1, i);
    }
    assertThat(groups()).hasSize(1);
  }

  @Test
  void whatComesAfterTheCloseIsRecordedAsLate() {
    task("p", 1);
    members("p", 1, 3);
    bestOfN.advance(DEADLINE);
    assertThat(groups()).hasSize(1);
    member("p", 1, 3);
    task("p", 1);
    assertThat(groups()).isEmpty();
    assertThat(bestOfN.deadLetterMessages())
        .hasSize(4)
        .allMatch(message -> message.equals("late: p: the group was closed as QUORUM"));
    assertThat(bestOfN.metric("rejected-late-total")).isEqualTo(4);
  }

  @Test
  void markersOfClosedGroupsAreBoundedAndStillNothingFormsTwice() {
    for (int iteration = 1; iteration <= 60; iteration++) {
      task("p" + iteration, iteration);
      members("p" + iteration, iteration, G);
    }
    assertThat(groups()).hasSize(60);
    assertThat(bestOfN.entries(Grouping.CLOSED)).isLessThanOrEqualTo(12);
    assertThat(bestOfN.entries(Grouping.CANDIDATES)).isZero();
    assertThat(bestOfN.entries(Grouping.SCORES)).isZero();
    task("p1", 1);
    members("p1", 1, G);
    task("p59", 59);
    members("p59", 59, G);
    bestOfN.advance(DEADLINE);
    assertThat(groups()).isEmpty();
    assertThat(bestOfN.deadLetterMessages()).hasSize(26).allMatch(m -> m.startsWith("late: "));
  }

  @Test
  void misfitRecordsBecomeDeadLetters() {
    task("p", 1);
    candidate("p", 1, G);
    candidate("p", 1, -1);
    candidate("p", 2, 0);
    send(Records.score("p", 1, 0, "beauty", 1.0));
    bestOfN.send(bestOfN.topics.clipCandidates, "q", Records.candidate("p", 1, 0, G));
    bestOfN.sendBytes(bestOfN.topics.clipScores, "p", new byte[] {0, 0, 0, 0, 99, 1});
    bestOfN.sendBytes(bestOfN.topics.clipScores, "p", null);
    List<String> messages = bestOfN.deadLetterMessages();
    assertThat(messages).hasSize(7);
    assertThat(messages).filteredOn(message -> message.startsWith("invalid: ")).hasSize(6);
    members("p", 1, G);
    assertThat(groups()).hasSize(1);
  }

  @Test
  void membersThatNoTaskAskedForBecomeDeadLettersWithTheirBytesReasonAndOrigin() {
    candidate("known", 1, 0); // offset 0: its task comes in time
    candidate("p", 1, 0);
    ClipScore score = Records.score("p", 1, 0, INTERACTION_FOLLOWING, 0.5);
    send(score);
    send(Records.score("p", 1, 0, VISUAL_QUALITY, Double.NaN)); // a dead letter at once
    task("known", 1);
    assertThat(bestOfN.deadLetterMessages()).hasSize(1);
    bestOfN.advance(DEADLINE);

    List<TestRecord<byte[], byte[]>> letters = bestOfN.deadLetters();
    assertThat(letters)
        .extracting(letter -> Harness.header(letter, DeadLetters.MESSAGE))
        .containsExactly(
            "orphan: no task asked for p/00000 until its deadline",
            "orphan: no task asked for p/00000/interaction_following until its deadline");
    assertThat(letters).extracting(l -> new String(l.key(), UTF_8)).containsOnly("p");
    assertThat(letters.get(0).value())
        .isEqualTo(bytes(bestOfN.topics.clipCandidates, Records.candidate("p", 1, 0, G)));
    assertThat(letters.get(1).value()).isEqualTo(bytes(bestOfN.topics.clipScores, score));
    assertThat(origin(letters.get(0))).containsExactly("test.clip-candidates", "0", "1");
    assertThat(origin(letters.get(1))).containsExactly("test.clip-scores", "0", "0");
    assertThat(bestOfN.metric("orphans-total")).isEqualTo(1);
    for (String store :
        List.of(Grouping.CANDIDATES, Grouping.SCORES, Grouping.OPEN, Grouping.EARLY)) {
      assertThat(bestOfN.entries(store)).as(store).isZero();
    }
  }

  private void assertTheGroupClosesAtTheDeadlineFromNow() {
    bestOfN.advance(DEADLINE.minusSeconds(1));
    assertThat(groups()).isEmpty();
    bestOfN.advance(Duration.ofSeconds(1));
    assertThat(groups())
        .singleElement()
        .extracting(ScoredGroup::getClosed)
        .isEqualTo(GroupClose.QUORUM);
  }

  private static List<String> origin(TestRecord<byte[], byte[]> letter) {
    return Stream.of(DeadLetters.TOPIC, DeadLetters.PARTITION, DeadLetters.OFFSET)
        .map(name -> Harness.header(letter, name))
        .toList();
  }

  private static <V extends SpecificRecord> byte[] bytes(Topic<String, V> topic, V value) {
    return topic.value().serializer().serialize(topic.name(), value);
  }

  @Test
  void aClockThatGoesBackExpiresNoGroupBeforeItsDeadline() {
    task("p", 1);
    members("p", 1, 2);
    bestOfN.restart(Duration.ofMinutes(-30));
    assertTheGroupClosesAtTheDeadlineFromNow();
  }

  @Test
  void aGroupThatWaitsIsNamedInAMetricWithinFifteenSecondsUntilItEnds() {
    task("p", 1);
    bestOfN.advance(Duration.ofSeconds(3));
    assertThat(bestOfN.metric("open-groups")).isEqualTo(1);
    assertThat(bestOfN.metric("pending-groups")).isZero();
    bestOfN.advance(Duration.ofSeconds(11));
    assertThat(bestOfN.metric("pending-groups")).isEqualTo(1);
    assertThat(bestOfN.metric("pending-group-seconds", "p")).isBetween(10.0, 15.0);
    members("p", 1, G);
    bestOfN.advance(Duration.ofSeconds(1));
    assertThat(bestOfN.metric("pending-groups")).isZero();
    assertThat(bestOfN.metric("pending-group-seconds", "p")).isZero();
  }

  @Test
  void whatWaitsIsNoLongerNamedWhereTheTaskHasMovedToAnotherInstance() {
    Harness here = harness();
    here.send(here.topics.rolloutTasks, "p", Records.task("p", 1, G, 3));
    here.advance(Duration.ofSeconds(11));
    assertThat(here.metric("pending-groups")).isEqualTo(1);
    here.close();
    assertThat(here.metric("open-groups")).isZero();
    assertThat(here.metric("pending-groups")).isZero();
    assertThat(here.metric("pending-group-seconds", "p")).isZero();
  }

  @Test
  void afterAnHourOfStandstillTheDeadlineStartsAnew() {
    task("p", 1);
    members("p", 1, 2);
    bestOfN.restart(Duration.ofHours(1));
    bestOfN.advance(DEADLINE.minusSeconds(1));
    assertThat(groups()).isEmpty();
    member("p", 1, 2);
    member("p", 1, 3);
    ScoredGroup group = groups().get(0);
    assertThat(group.getClosed()).isEqualTo(GroupClose.COMPLETE);
    assertThat(group.getMembers()).extracting(ScoredCandidate::getCandidate).hasSize(G);
  }

  @Test
  void scoresThatAreNoNumberOrOutOfRangeBecomeDeadLettersWithTheirOriginalBytes() {
    task("p", 1);
    members("p", 1, 3);
    candidate("p", 1, 3);
    List<ClipScore> bad =
        List.of(
            Records.score("p", 1, 3, INTERACTION_FOLLOWING, 1.5),
            Records.score("p", 1, 3, VISUAL_QUALITY, Double.NaN));
    bad.forEach(this::send);
    List<TestRecord<byte[], byte[]>> letters = bestOfN.deadLetters();
    assertThat(letters).hasSize(2);
    for (int i = 0; i < 2; i++) {
      assertThat(letters.get(i).value())
          .isEqualTo(
              bestOfN
                  .topics
                  .clipScores
                  .value()
                  .serializer()
                  .serialize(bestOfN.topics.clipScores.name(), bad.get(i)));
      assertThat(Harness.header(letters.get(i), "__streams.errors.topic"))
          .isEqualTo("test.clip-scores");
    }
    assertThat(Harness.header(letters.get(0), "__streams.errors.message"))
        .isEqualTo(
            "invalid: interaction_following of candidate 3 of p is 1.5, expected a number from 0"
                + " to 1");
    bestOfN.advance(Duration.ofSeconds(1));
    assertThat(groups())
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.getClosed()).isEqualTo(GroupClose.QUORUM);
              assertThat(group.getMissing()).containsExactly(3);
            });
  }

  @Test
  void undecodableCandidatesAndScoresBecomeDeadLettersAndTheGroupGoesOn() {
    task("p", 1);
    bestOfN.sendBytes(bestOfN.topics.clipCandidates, "p", new byte[] {0, 0, 0, 0, 99, 1});
    bestOfN.sendBytes(bestOfN.topics.clipScores, "p", new byte[] {7});
    bestOfN.sendBytes(bestOfN.topics.rolloutTasks, "q", new byte[0]);
    members("p", 1, G);
    assertThat(groups())
        .singleElement()
        .extracting(ScoredGroup::getClosed)
        .isEqualTo(GroupClose.COMPLETE);
    assertThat(bestOfN.deadLetters())
        .extracting(letter -> letter.value().length)
        .containsExactlyInAnyOrder(6, 1, 0);
  }

  @Test
  void aClockThatJumpsForwardExpiresNoGroup() {
    task("p", 1);
    members("p", 1, 2);
    bestOfN.advance(Duration.ofHours(5));
    assertThat(groups()).isEmpty();
    assertTheGroupClosesAtTheDeadlineFromNow();
  }
}
