package io.worldcompass.producers.game;

import java.util.Arrays;

/**
 * Casts rays into a {@link World}: square pixels, 75 degrees of horizontal field of view, 2x2 rays
 * a pixel. Deterministic. Not thread-safe: it keeps its scratch memory.
 */
public final class Renderer {
  /** Horizontal field of view in degrees. */
  public static final double FIELD_OF_VIEW = 75;

  private static final int RAYS = 2;
  private final World world;
  private final int width;
  private final int height;
  private final float[] sum;
  private final double[] directions;

  public Renderer(World world, int width, int height) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("frame size must be positive: " + width + "x" + height);
    }
    this.world = world;
    this.width = width;
    this.height = height;
    this.sum = new float[width * height * 3];
    this.directions = directions(width, height);
  }

  private static double[] directions(int width, int height) {
    double pixel = 2 * Math.tan(Math.toRadians(FIELD_OF_VIEW / 2)) / width;
    double[] uv = new double[width * height * RAYS * RAYS * 2];
    int at = 0;
    for (int p = 0; p < width * height; p++) {
      int column = p % width;
      int row = p / width;
      for (int s = 0; s < RAYS * RAYS; s++) {
        int down = s / RAYS;
        uv[at++] = pixel * (column + (s % RAYS + 0.5) / RAYS - width / 2.0);
        uv[at++] = pixel * (row + (down + 0.5) / RAYS - height / 2.0);
      }
    }
    return uv;
  }

  /**
   * The view from a pose: height x width x 3 values in [0,1], RGB interleaved, rows from the top.
   */
  public float[] render(Pose pose) {
    Arrays.fill(sum, 0);
    double[] m = pose.toMatrix();
    int raysPerPixel = RAYS * RAYS;
    for (int r = 0; r < directions.length / 2; r++) {
      double u = directions[2 * r];
      double v = directions[2 * r + 1];
      cast(
          m,
          m[0] * u + m[1] * v + m[2],
          m[4] * u + m[5] * v + m[6],
          m[8] * u + m[9] * v + m[10],
          r / raysPerPixel * 3);
    }
    float[] frame = sum.clone();
    for (int i = 0; i < frame.length; i++) {
      frame[i] = Math.min(1f, frame[i] / raysPerPixel);
    }
    return frame;
  }

  /** As {@link #render}, planar: 3 x height x width, the order of tensors. */
  public float[] renderPlanar(Pose pose) {
    float[] interleaved = render(pose);
    float[] planar = new float[interleaved.length];
    int pixels = width * height;
    for (int p = 0; p < pixels; p++) {
      for (int c = 0; c < 3; c++) {
        planar[c * pixels + p] = interleaved[3 * p + c];
      }
    }
    return planar;
  }

  private void cast(double[] m, double dx, double dy, double dz, int at) {
    double x = m[3];
    double y = m[7];
    double z = m[11];
    double tx = ((dx > 0 ? World.SIZE : 0) - x) / dx;
    double ty = ((dy > 0 ? 0 : -World.HEIGHT) - y) / dy;
    double tz = ((dz > 0 ? World.SIZE : 0) - z) / dz;
    double nearest = Math.min(tx, Math.min(ty, tz));
    Box hit = null;
    for (Box box : world.boxes()) {
      double entry = entry(box, x, y, z, dx, dy, dz);
      if (entry < nearest) {
        nearest = entry;
        hit = box;
      }
    }
    double px = x + nearest * dx;
    double py = y + nearest * dy;
    double pz = z + nearest * dz;
    if (hit != null) {
      shadeBox(hit, px, py, pz, at);
    } else if (nearest == ty) {
      (dy > 0 ? world.floor() : world.ceiling()).addTo(sum, at, px, pz, 1);
    } else if (nearest == tx) {
      world.wall(dx > 0 ? 1 : 0).addTo(sum, at, pz, -py, 0.95);
    } else {
      world.wall(dz > 0 ? 3 : 2).addTo(sum, at, px, -py, 0.85);
    }
  }

  /** Distance along the ray at which it enters the box from outside; infinite when it misses. */
  private static double entry(
      Box box, double x, double y, double z, double dx, double dy, double dz) {
    double x1 = (box.minX() - x) / dx;
    double x2 = (box.maxX() - x) / dx;
    double z1 = (box.minZ() - z) / dz;
    double z2 = (box.maxZ() - z) / dz;
    double near = Math.max(Math.min(x1, x2), Math.min(z1, z2));
    double far = Math.min(Math.max(x1, x2), Math.max(z1, z2));
    if (near >= far || far <= 0) {
      return Double.POSITIVE_INFINITY;
    }
    double y1 = (-box.height() - y) / dy;
    double y2 = -y / dy;
    near = Math.max(near, Math.min(y1, y2));
    far = Math.min(far, Math.max(y1, y2));
    return near < far && near > 0 ? near : Double.POSITIVE_INFINITY;
  }

  private void shadeBox(Box box, double px, double py, double pz, int at) {
    double side = Math.min(Math.abs(px - box.minX()), Math.abs(px - box.maxX()));
    double front = Math.min(Math.abs(pz - box.minZ()), Math.abs(pz - box.maxZ()));
    double top = Math.abs(py + box.height());
    if (top <= side && top <= front) {
      box.texture().addTo(sum, at, px - box.minX(), pz - box.minZ(), 1.15);
    } else if (side <= front) {
      box.texture().addTo(sum, at, pz - box.minZ(), -py, 0.9);
    } else {
      box.texture().addTo(sum, at, px - box.minX(), -py, 0.7);
    }
  }
}
