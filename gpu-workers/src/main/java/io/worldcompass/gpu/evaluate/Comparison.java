package io.worldcompass.gpu.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.worldcompass.gpu.model.NoiseSchedule;
import io.worldcompass.gpu.model.WorldModel;
import io.worldcompass.gpu.pretrain.Recording;
import io.worldcompass.gpu.reward.InteractionFollowing;
import io.worldcompass.gpu.reward.InverseDynamics;
import io.worldcompass.gpu.reward.Motion;
import io.worldcompass.schemas.Action;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The same first frame, command and noise shown by two models: the blocks of a contact sheet. */
public final class Comparison {
  private final InverseDynamics judge;
  private final NoiseSchedule schedule;
  private final int candidates;

  /**
   * A comparison.
   *
   * @param candidates shown of each model, each from noise of its own
   */
  public Comparison(InverseDynamics judge, NoiseSchedule schedule, int candidates) {
    this.judge = judge;
    this.schedule = schedule;
    this.candidates = candidates;
  }

  /**
   * A model on show.
   *
   * @param label who it is, a few words
   */
  public record Shown(FilmStrip.Kind kind, String label, WorldModel model) {}

  /**
   * A block per recording, of its first frame and all its commands.
   *
   * @param models from top to bottom; all get the same noise
   * @param recordings with the true frames
   */
  public List<ContactSheet.Block> blocks(
      List<Shown> models, List<Recording> recordings, long seed) {
    List<ContactSheet.Block> blocks = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(seed);
    for (Recording recording : recordings) {
      long[] seeds = random.longs(candidates).toArray();
      List<byte[]> truth = recording.frames().subList(1, recording.frames().size());
      List<FilmStrip> strips = new ArrayList<>();
      strips.add(
          new FilmStrip(
              FilmStrip.Kind.TRUE_VIEW, "True view", "rendered by the game", truth, List.of()));
      models.forEach(shown -> strips.addAll(strips(shown, recording, seeds)));
      blocks.add(new ContactSheet.Block(recording.commanded(), recording.frames().get(0), strips));
    }
    return blocks;
  }

  private List<FilmStrip> strips(Shown shown, Recording recording, long[] seeds) {
    WorldModel model = shown.model();
    Rollouts rollouts = new Rollouts(model, schedule);
    try (NDManager scope = model.weights().getManager().newSubManager()) {
      List<Recording> copies = Collections.nCopies(seeds.length, recording);
      NDArray frames = rollouts.frames(scope, copies, seeds);
      NDArray first = rollouts.first(scope, List.of(recording));
      List<List<Motion>> motions = judge.motions(first, frames);
      List<FilmStrip> strips = new ArrayList<>();
      for (int i = 0; i < seeds.length; i++) {
        InteractionFollowing.Score score =
            InteractionFollowing.STEPS.score(motions.get(i), recording.commanded());
        strips.add(
            new FilmStrip(
                shown.kind(),
                shown.label(),
                note(score),
                bytes(frames.get(new NDIndex("{}", i))),
                followed(score, recording.commanded())));
      }
      return strips;
    }
  }

  private static List<Boolean> followed(InteractionFollowing.Score score, List<Integer> commanded) {
    return IntStream.range(0, commanded.size())
        .mapToObj(i -> commanded.get(i).equals(score.labels().get(i)))
        .toList();
  }

  private static String note(InteractionFollowing.Score score) {
    long right = Math.round(score.joint() * score.labels().size());
    return "judge: %d of %d steps right%nsees mostly: %s"
        .formatted(right, score.labels().size(), mostly(score.labels()));
  }

  /** The action seen most often, the earliest on a tie. */
  private static String mostly(List<Integer> labels) {
    int label =
        labels.stream()
            .max(Comparator.comparingInt(seen -> Collections.frequency(labels, seen)))
            .orElseThrow();
    return ActionPad.words(Action.ofLabel(label));
  }

  private static List<byte[]> bytes(NDArray frames) {
    float[] values = frames.toFloatArray();
    int size = values.length / (int) frames.getShape().get(0);
    List<byte[]> result = new ArrayList<>();
    for (int at = 0; at < values.length; at += size) {
      byte[] frame = new byte[size];
      for (int i = 0; i < size; i++) {
        frame[i] = (byte) Math.round(255 * values[at + i]);
      }
      result.add(frame);
    }
    return result;
  }
}
