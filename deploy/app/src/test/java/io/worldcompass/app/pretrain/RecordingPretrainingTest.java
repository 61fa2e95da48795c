package io.worldcompass.app.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.worldcompass.gpu.model.NoiseSchedule;
import io.worldcompass.gpu.pretrain.MotionAccuracy;
import io.worldcompass.gpu.pretrain.MotionWalk;
import io.worldcompass.gpu.pretrain.Recording;
import io.worldcompass.producers.FilmedPlay;
import io.worldcompass.producers.FilmedRecordings;
import io.worldcompass.producers.KeyMap;
import io.worldcompass.schemas.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingPretrainingTest {
  private static final int TICKS = 500;
  private static final int FRAME = 3 * 48 * 48;
  private static final int FORWARD = Action.ofSigns(1, 0, 0, 0).label();

  @TempDir private Path folder;
  private final List<String> problems = new ArrayList<>();
  private List<List<FilmedPlay>> players;

  /** Frames hold the number of their tick; forward is held in every second 20 ticks. */
  @BeforeEach
  void record() throws Exception {
    StringBuilder log = new StringBuilder();
    byte[] frames = new byte[(TICKS + 1) * FRAME];
    for (int tick = 0; tick <= TICKS; tick++) {
      frames[tick * FRAME] = (byte) tick;
      frames[tick * FRAME + 1] = (byte) (tick >> 8);
      if (tick < TICKS) {
        log.append("{\"frame\": %d, \"key\": [%s]}%n".formatted(tick, isForward(tick)));
      }
    }
    Files.writeString(folder.resolve("play.jsonl"), log);
    Files.write(folder.resolve("play.rgb"), frames);
    players = new FilmedRecordings(KeyMap.WASD, 48, 48, problems::add).in(folder);
  }

  private static String isForward(int tick) {
    return tick / 20 % 2 == 0 ? "\"w\"" : "";
  }

  private static int tick(byte[] planar) {
    return (planar[0] & 0xff) | (planar[48 * 48] & 0xff) << 8;
  }

  @Test
  void theLastFifthIsHeldOutAndNoFrameOfItIsTrainedOn() {
    FilmedSplit split = FilmedSplit.of(players);

    assertThat(FilmedSplit.ticks(split.training())).isEqualTo(400);
    assertThat(FilmedSplit.ticks(split.heldOut())).isEqualTo(100);
    Set<Integer> trained = seen(new FilmedClips(split.training(), 4, 1, 1));
    Set<Integer> heldOut = seen(new FilmedClips(split.heldOut(), 4, 1, 2));
    assertThat(trained).allMatch(tick -> tick <= 400);
    assertThat(heldOut).allMatch(tick -> tick >= 400);
  }

  private static Set<Integer> seen(FilmedClips clips) {
    Set<Integer> ticks = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      clips.next(1, 4).frames().forEach(frame -> ticks.add(tick(frame)));
    }
    return ticks;
  }

  @Test
  void aClipHasTheFramesAndTheKeysOfItsTicks() {
    FilmedClips clips = new FilmedClips(players.get(0), 4, 1, 5);
    Set<Integer> starts = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      Recording clip = clips.next(2, 4);
      int start = tick(clip.frames().get(0));
      starts.add(start % 4);
      for (int step = 0; step < 8; step++) {
        int from = start + 4 * step;
        assertThat(tick(clip.frames().get(step + 1))).isEqualTo(from + 4);
        assertThat(clip.commanded().get(step)).isEqualTo(forwardTicks(from) >= 2 ? FORWARD : 0);
      }
    }
    assertThat(starts).hasSize(4);
    assertThat(clips.executesInParts()).isFalse();
  }

  /** Of the four ticks from here on; two are half of full speed. */
  private static int forwardTicks(int from) {
    int count = 0;
    for (int tick = from; tick < from + 4; tick++) {
      count += isForward(tick).isEmpty() ? 0 : 1;
    }
    return count;
  }

  @Test
  void inverseDynamicsLearnsTheMotionOfTheActionAndOnTheWayBackItsOpposite() {
    MotionWalk walk = new FilmedClips(players.get(0), 4, 1, 5).next(12);

    assertThat(walk.frames()).hasSize(13);
    assertThat(walk.onward()).anyMatch(motion -> motion.forward() == 1);
    for (int step = 0; step < 12; step++) {
      assertThat(walk.back().get(step).forward()).isEqualTo(-walk.onward().get(step).forward());
    }
  }

  @Test
  void allPartsAreTrainedMeasuredAndDrawn() throws IOException {
    Path out = folder.resolve("weights");
    RecordingPretraining training =
        new RecordingPretraining(out, players, 16, 4, 1, (part, done, message) -> {});

    training.autoencoder(2);
    training.base(2);
    MotionAccuracy motion = training.motion(2);
    RecordingReport report = training.report(motion, new NoiseSchedule(2, 3));

    assertThat(out)
        .isDirectoryContaining("glob:**/base.safetensors")
        .isDirectoryContaining("glob:**/autoencoder.safetensors")
        .isDirectoryContaining("glob:**/reward-motion.safetensors")
        .isDirectoryContaining("glob:**/held-out.png");
    assertThat(report.heldOutTicks()).isEqualTo(100);
    assertThat(report.prediction().clips()).isEqualTo(40);
    assertThat(report.mostFrequentAction()).isBetween(0.3, 0.9);
    assertThat(report.keysAgree()).isEqualTo(1);
    assertThat(report.lines()).hasSize(4);
  }

  @Test
  void numbersThatDoNotFitTheModelAndTooLittlePlayAreRefused() {
    assertThatThrownBy(() -> pretraining(players, 18, 4))
        .hasMessage("ticks per clip must be a multiple of 4, got 18");
    assertThatThrownBy(() -> pretraining(players, 16, 3))
        .hasMessage("labels per clip must divide 4, got 3");
    assertThatThrownBy(
            () -> pretraining(List.of(List.of(players.get(0).get(0).part(0, 70))), 16, 4))
        .hasMessageContaining("too little unbroken play")
        .hasMessageContaining("64 ticks");
  }

  private RecordingPretraining pretraining(
      List<List<FilmedPlay>> play, int ticksPerClip, int labelsPerClip) throws IOException {
    return new RecordingPretraining(
        folder, play, ticksPerClip, labelsPerClip, 1, (part, done, message) -> {});
  }
}
