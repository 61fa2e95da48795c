package io.worldcompass.gpu.pretrain;

import java.util.Random;

/**
 * Mild damage for training frames, as generated frames show it: blur, noise, another contrast and
 * brightness, and perhaps a mirror. Plain loops over bytes: faster than tensor operations here.
 */
final class FrameDamage {
  private static final int NOISE = 1 << 20;
  private static final double MOST_NOISE = 0.08;
  private static final double CONTRAST = 0.08;
  private static final double BRIGHTNESS = 0.03;
  private final int size;
  private final Random random;
  private final float[] noise = new float[NOISE];

  FrameDamage(int size, Random random) {
    this.size = size;
    this.random = random;
    for (int i = 0; i < NOISE; i++) {
      noise[i] = (float) random.nextGaussian();
    }
  }

  /**
   * Writes a frame into {@code out} with values about [0,1].
   *
   * @param blurred the same frame after {@link #blur}
   */
  void write(byte[] frame, byte[] blurred, boolean mirror, float[] out, int start) {
    float blur = random.nextDouble() < 0.3 ? 0 : random.nextFloat();
    float level = random.nextBoolean() ? 0 : (float) (MOST_NOISE * random.nextDouble());
    float gain = (float) (1 + CONTRAST * random.nextGaussian());
    float shift = (float) (0.5 - 0.5 * gain + BRIGHTNESS * random.nextGaussian());
    int from = random.nextInt(NOISE - frame.length);
    for (int i = 0; i < frame.length; i++) {
      int column = i % size;
      int source = mirror ? i + size - 1 - 2 * column : i;
      float clean = frame[source] & 0xff;
      float value = clean + blur * ((blurred[source] & 0xff) - clean);
      out[start + i] = gain * value / 255 + shift + level * noise[from + i];
    }
  }

  /** The frame under a 3x3 binomial window, planar; the border is repeated. */
  static byte[] blur(byte[] frame, int size) {
    byte[] out = new byte[frame.length];
    for (int i = 0; i < out.length; i++) {
      int row = i / size % size;
      int column = i % size;
      int sum = 0;
      for (int dy = -1; dy <= 1; dy++) {
        for (int dx = -1; dx <= 1; dx++) {
          int y = Math.max(0, Math.min(size - 1, row + dy)) - row;
          int x = Math.max(0, Math.min(size - 1, column + dx)) - column;
          sum += (2 - Math.abs(dy)) * (2 - Math.abs(dx)) * (frame[i + y * size + x] & 0xff);
        }
      }
      out[i] = (byte) ((sum + 8) / 16);
    }
    return out;
  }
}
