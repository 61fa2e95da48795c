package io.worldcompass.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ActionTest {
  @Test
  void everyLabelIsItsPartsAndItsSigns() {
    for (int label = 0; label < Action.LABELS; label++) {
      Action action = Action.ofLabel(label);
      assertThat(action.label()).isEqualTo(label);
      assertThat(Action.ofSigns(action.forward(), action.right(), action.yaw(), action.pitch()))
          .isEqualTo(action);
    }
  }

  @Test
  void thereAreEightBasicActionsAndSeventyTwoCompositeOnes() {
    assertThat(IntStream.range(0, Action.LABELS).mapToObj(Action::ofLabel).filter(Action::isBasic))
        .hasSize(8);
    assertThat(
            IntStream.range(0, Action.LABELS).mapToObj(Action::ofLabel).filter(Action::isComposite))
        .hasSize(72);
  }

  @Test
  void theMirrorExchangesLeftAndRightAndTwiceIsTheSame() {
    assertThat(new Action(6, 5).mirrored()).isEqualTo(new Action(5, 7));
    for (int label = 0; label < Action.LABELS; label++) {
      Action action = Action.ofLabel(label);
      assertThat(action.mirrored().mirrored()).isEqualTo(action);
      assertThat(action.mirrored().actionClass()).isEqualTo(action.actionClass());
    }
  }

  @Test
  void aLabelOutsideTheSpaceIsRefused() {
    assertThatThrownBy(() -> Action.ofLabel(81)).hasMessageContaining("0..80, got 81");
    assertThatThrownBy(() -> Action.ofLabel(-1)).hasMessageContaining("0..80, got -1");
  }
}
