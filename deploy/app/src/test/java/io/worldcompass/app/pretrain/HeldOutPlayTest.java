package io.worldcompass.app.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.gpu.evaluate.Suite;
import io.worldcompass.gpu.pretrain.Recording;
import io.worldcompass.producers.BadLogException;
import io.worldcompass.schemas.Action;
import io.worldcompass.schemas.config.ConfigLoader;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HeldOutPlayTest {
  private static final int STEPS = 4;
  private final TrainedSequences trained;

  HeldOutPlayTest() throws BadLogException {
    trained = TrainedSequences.of(new ConfigLoader().load());
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void everySuiteHasWalksOfTwentyFourClipsWhoseActionsWereNotTrainedOn(Suite suite)
      throws BadLogException {
    HeldOutPlay play = play(suite);
    for (int i = 0; i < 8; i++) {
      Recording recording = play.next(24, STEPS);
      assertThat(recording.frames()).hasSize(24 * STEPS + 1);
      assertThat(recording.executed()).isEqualTo(recording.commanded());
      assertThat(trained.contains(clips(recording, 4))).isFalse();
    }
    assertThat(play.drawn().unseenSequences()).isEqualTo(1);
  }

  @Test
  void theSuitesCommandWhatTheyAreNamedAfter() throws BadLogException {
    assertThat(clips(play(Suite.BASIC).next(8, STEPS), 8)).allMatch(Action::isBasic);
    assertThat(clips(play(Suite.COMPOSITE).next(8, STEPS), 8)).allMatch(Action::isComposite);
  }

  @Test
  void theSameSeedGivesTheSamePlay() throws BadLogException {
    Recording one = play(Suite.RECORDED).next(4, STEPS);
    Recording two = play(Suite.RECORDED).next(4, STEPS);
    assertThat(two.commanded()).isEqualTo(one.commanded());
    assertThat(two.frames().get(16)).isEqualTo(one.frames().get(16));
  }

  @Test
  void whatWasTrainedOnIsFoundFromAnyClipOn() throws BadLogException {
    List<Action> demo = RecordedStretches.sample().get(0);
    assertThat(trained.contains(demo.subList(0, 4))).isTrue();
    assertThat(trained.contains(demo.subList(7, 15))).isTrue();
    assertThat(trained.contains(demo.stream().map(Action::mirrored).toList())).isFalse();
    assertThat(TrainedSequences.NONE.contains(demo.subList(0, 1))).isFalse();
  }

  @Test
  void singleActionsAreAllTrainedOnAndThePlaySaysSo() {
    HeldOutPlay play = HeldOutPlay.scripted(Suite.BASIC, trained, 1);
    Stream.generate(() -> play.next(1, STEPS)).limit(3).forEach(r -> assertThat(r).isNotNull());
    assertThat(play.drawn().unseenSequences()).isZero();
  }

  private HeldOutPlay play(Suite suite) throws BadLogException {
    return suite == Suite.RECORDED
        ? HeldOutPlay.recorded(RecordedStretches.mirroredSample(), trained, 1)
        : HeldOutPlay.scripted(suite, trained, 1);
  }

  private static List<Action> clips(Recording recording, int clips) {
    return IntStream.range(0, clips)
        .mapToObj(clip -> Action.ofLabel(recording.commanded().get(clip * STEPS)))
        .toList();
  }
}
