package io.worldcompass.producers.game;

import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.schemas.Action;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScriptedPlayerTest {
  private final World world = new World(World.DEFAULT_SEED);

  @Test
  void theSameSeedWalksTheSameWay() {
    Walk one = new ScriptedPlayer(world, new ActionMix(0.1, 0.4), 5).walk(6, 4);
    Walk two = new ScriptedPlayer(world, new ActionMix(0.1, 0.4), 5).walk(6, 4);
    assertThat(one).isEqualTo(two);
  }

  @Test
  void everyPoseIsFreeAndEveryCommandIsExecuted() {
    ScriptedPlayer player = new ScriptedPlayer(world, new ActionMix(0.1, 0.5), 3);
    for (int i = 0; i < 50; i++) {
      Walk walk = player.walk(24, 4);
      assertThat(walk.poses()).allMatch(world::isFree).hasSize(97);
      assertThat(walk.executed()).isEqualTo(walk.commanded());
      for (int s = 0; s < 96; s++) {
        assertThat(walk.poses().get(s + 1))
            .isEqualTo(walk.poses().get(s).step(walk.commanded().get(s)));
      }
    }
  }

  @Test
  void aGivenActionIsExecutedInFull() {
    ScriptedPlayer player = new ScriptedPlayer(world, ActionMix.BASIC, 4);
    for (int label = 0; label < Action.LABELS; label++) {
      Walk walk = player.walk(Collections.nCopies(4, Action.ofLabel(label)));
      assertThat(walk.poses()).hasSize(5).allMatch(world::isFree);
    }
  }

  @Test
  void mixesDrawTheClassesTheyName() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      assertThat(ActionMix.BASIC.draw(random).isBasic()).isTrue();
      assertThat(ActionMix.COMPOSITE.draw(random).isComposite()).isTrue();
    }
  }

  @Test
  void partialExecutionDropsAPartOfMostComposites() {
    Random random = new Random(2);
    PartialExecution partial = new PartialExecution(0.12);
    int full = 0;
    for (int i = 0; i < 2000; i++) {
      Action command = ActionMix.COMPOSITE.draw(random);
      Action executed = partial.apply(command, random);
      full += executed.equals(command) ? 1 : 0;
      assertThat(executed.label()).isNotZero();
    }
    assertThat(full).isBetween(180, 300);
    assertThat(partial.apply(new Action(1, 0), random)).isEqualTo(new Action(1, 0));
  }
}
