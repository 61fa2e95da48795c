package io.worldcompass.producers.game;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.worldcompass.schemas.Action;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecordedPlayerTest {
  private static final Action FORWARD = new Action(1, 0);
  private static final Action TURN = new Action(0, 1);
  private static final Action STRAFE = new Action(3, 1);
  private final World world = new World(World.DEFAULT_SEED);

  @Test
  void theActionsComeInTheirRecordedOrderAndAreExecutedInFull() {
    List<Action> recorded = List.of(FORWARD, TURN, STRAFE, TURN, TURN, FORWARD);
    RecordedPlayer player = new RecordedPlayer(world, List.of(recorded), 1);
    for (int i = 0; i < 20; i++) {
      Walk walk = player.walk(3, 4);
      List<Action> clips =
          IntStream.range(0, 3).mapToObj(c -> walk.commanded().get(4 * c)).toList();
      assertThat(recorded).containsSubsequence(clips);
      assertThat(walk.poses()).hasSize(13).allMatch(world::isFree);
      for (int step = 0; step < 12; step++) {
        Pose next = walk.poses().get(step).step(walk.commanded().get(step));
        assertThat(walk.poses().get(step + 1)).isEqualTo(next);
      }
    }
  }

  @Test
  void aClipThatEndsInAWallIsLeftOutAndCounted() {
    List<Action> running =
        Stream.concat(
                Collections.nCopies(12, FORWARD).stream(), Collections.nCopies(4, TURN).stream())
            .toList();
    RecordedPlayer player = new RecordedPlayer(world, List.of(running), 1);
    Walk walk = player.walk(9, 4);
    assertThat(walk.commanded()).as("the room is 7 clips wide").contains(TURN);
    long left =
        IntStream.range(0, 9).filter(c -> walk.commanded().get(4 * c).equals(FORWARD)).count();
    assertThat(left).isLessThan(8);
    assertThat(player.leftOut()).isBetween(0.1, 0.5);
  }

  @Test
  void theSameSeedGivesTheSameWalksAndNothingIsLeftOutWhereAllIsFree() {
    List<List<Action>> turning = List.of(Collections.nCopies(30, TURN));
    RecordedPlayer player = new RecordedPlayer(world, turning, 5);
    assertThat(player.walk(24, 4)).isEqualTo(new RecordedPlayer(world, turning, 5).walk(24, 4));
    assertThat(player.leftOut()).isCloseTo(0, within(0.0));
  }

  @Test
  void playThatIsTooShortOrNeedsALongerRoomIsRefused() {
    assertThatThrownBy(() -> new RecordedPlayer(world, List.of(List.of(TURN)), 1).walk(2, 4))
        .hasMessageContaining("no unbroken stretch of 2 clips")
        .hasMessageContaining("the longest has 1");
    List<Action> onlyForward = Collections.nCopies(40, FORWARD);
    assertThatThrownBy(() -> new RecordedPlayer(world, List.of(onlyForward), 1).walk(24, 4))
        .hasMessageContaining("no unbroken stretch of 24 clips");
  }
}
