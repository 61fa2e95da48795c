package io.worldcompass.producers.game;

import io.worldcompass.schemas.Action;
import java.util.Random;

/**
 * Draws action labels. Among composites, seven in ten join one translation with one rotation, as
 * players mostly do; the rest are diagonals, alone or joined with anything.
 *
 * @param still share of clips without motion
 * @param composite share of composite actions (spec S6); all else is basic
 */
public record ActionMix(double still, double composite) {
  /** Basic actions only. */
  public static final ActionMix BASIC = new ActionMix(0, 0);

  /** Composite actions only. */
  public static final ActionMix COMPOSITE = new ActionMix(0, 1);

  private static final double SIMPLE_COMPOSITES = 0.7;
  private static final double LONE_DIAGONALS = 0.15;

  public ActionMix {
    if (still < 0 || composite < 0 || still + composite > 1) {
      throw new IllegalArgumentException("shares must be >= 0 and sum to at most 1");
    }
  }

  /** One action. */
  public Action draw(Random random) {
    double which = random.nextDouble();
    if (which < still) {
      return new Action(0, 0);
    }
    return which < still + composite ? composite(random) : basic(random);
  }

  private static Action basic(Random random) {
    int part = 1 + random.nextInt(4);
    return random.nextBoolean() ? new Action(part, 0) : new Action(0, part);
  }

  private static Action composite(Random random) {
    double kind = random.nextDouble();
    if (kind < SIMPLE_COMPOSITES) {
      return new Action(1 + random.nextInt(4), 1 + random.nextInt(4));
    }
    int diagonal = 5 + random.nextInt(4);
    int other = kind < SIMPLE_COMPOSITES + LONE_DIAGONALS ? 0 : 1 + random.nextInt(8);
    return random.nextBoolean() ? new Action(diagonal, other) : new Action(other, diagonal);
  }
}
