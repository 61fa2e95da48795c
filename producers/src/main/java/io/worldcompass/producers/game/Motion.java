package io.worldcompass.producers.game;

/** How far one frame step of a commanded action moves the camera, per active axis. */
public final class Motion {
  /** World units forward, backward, right or left; a diagonal moves this far along both axes. */
  public static final double TRANSLATION = 0.30;

  /** Degrees of turning right or left. */
  public static final double YAW_DEGREES = 6;

  /** Degrees of looking up or down. */
  public static final double PITCH_DEGREES = 5;

  /** The camera never looks further up or down than this, in degrees. */
  public static final double MAX_PITCH_DEGREES = 30;

  /** The player's body: no wall or box comes nearer to the camera than this, in units. */
  public static final double RADIUS = 0.5;

  private Motion() {}
}
