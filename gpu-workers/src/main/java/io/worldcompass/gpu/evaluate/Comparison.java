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
import java.util.List;
import java.util.SplittableRandom;

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
   * A block per recording, of its first frame and all its commands.
   *
   * @param recordings one clip each, with the true frames
   */
  public List<ContactSheet.Block> blocks(
      WorldModel base, WorldModel trained, List<Recording> recordings, long seed) {
    List<ContactSheet.Block> blocks = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(seed);
    for (Recording recording : recordings) {
      long[] seeds = random.longs(candidates).toArray();
      List<byte[]> truth = recording.frames().subList(1, recording.frames().size());
      List<FilmStrip> strips = new ArrayList<>();
      strips.add(
          new FilmStrip(FilmStrip.Kind.TRUE_VIEW, "True view", "rendered by the game", truth));
      strips.addAll(strips(base, FilmStrip.Kind.BEFORE, "Before (base)", recording, seeds));
      strips.addAll(strips(trained, FilmStrip.Kind.AFTER, "After training", recording, seeds));
      String command = Action.ofLabel(recording.commanded().get(0)).words();
      blocks.add(new ContactSheet.Block(command, recording.frames().get(0), strips));
    }
    return blocks;
  }

  private List<FilmStrip> strips(
      WorldModel model, FilmStrip.Kind kind, String label, Recording recording, long[] seeds) {
    Rollouts rollouts = new Rollouts(model, schedule);
    try (NDManager scope = model.weights().getManager().newSubManager()) {
      List<Recording> copies = Collections.nCopies(seeds.length, recording);
      NDArray frames = rollouts.frames(scope, copies, seeds);
      NDArray first = rollouts.first(scope, List.of(recording));
      List<List<Motion>> motions = judge.motions(first, frames);
      List<FilmStrip> strips = new ArrayList<>();
      for (int i = 0; i < seeds.length; i++) {
        strips.add(
            new FilmStrip(
                kind,
                label,
                note(motions.get(i), recording.commanded()),
                bytes(frames.get(new NDIndex("{}", i)))));
      }
      return strips;
    }
  }

  private static String note(List<Motion> motions, List<Integer> commanded) {
    InteractionFollowing.Score score = InteractionFollowing.STEPS.score(motions, commanded);
    long right = Math.round(score.joint() * commanded.size());
    return "judge: %d of %d steps right".formatted(right, commanded.size());
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
