package io.worldcompass.gpu.reward;

import java.util.Random;

/**
 * Damage that a quality model must tell from a clean frame; each mild enough to be no caricature.
 */
public enum Degradation {
  /** A 5x5 binomial blur. */
  BLUR {
    @Override
    float[] apply(float[] frame, int height, int width, Random random) {
      float[] out = new float[frame.length];
      for (int c = 0; c < 3; c++) {
        Plane smooth = Plane.of(frame, c, height, width).smooth();
        for (int i = 0; i < height * width; i++) {
          out[c * height * width + i] = (float) smooth.at(i / width, i % width);
        }
      }
      return out;
    }
  },
  /** Gaussian noise with a standard deviation of 0.04. */
  NOISE {
    @Override
    float[] apply(float[] frame, int height, int width, Random random) {
      return map(frame, (c, x) -> x + 0.04 * random.nextGaussian());
    }
  },
  /** Contrast raised or lowered by 40 %. */
  CONTRAST {
    @Override
    float[] apply(float[] frame, int height, int width, Random random) {
      double gain = random.nextBoolean() ? 1.4 : 0.6;
      return map(frame, (c, x) -> 0.5 + gain * (x - 0.5));
    }
  },
  /** One channel 30 % stronger, another 30 % weaker. */
  TINT {
    @Override
    float[] apply(float[] frame, int height, int width, Random random) {
      int strong = random.nextInt(3);
      int weak = (strong + 1 + random.nextInt(2)) % 3;
      return map(frame, (c, x) -> x * (c == strong ? 1.3 : c == weak ? 0.7 : 1));
    }
  },
  /** Every pixel's distance from grey times 1.6. */
  OVERSATURATION {
    @Override
    float[] apply(float[] frame, int height, int width, Random random) {
      int pixels = height * width;
      float[] out = new float[frame.length];
      for (int p = 0; p < pixels; p++) {
        double grey = (frame[p] + frame[pixels + p] + frame[2 * pixels + p]) / 3.0;
        for (int c = 0; c < 3; c++) {
          out[c * pixels + p] = clamp(grey + 1.6 * (frame[c * pixels + p] - grey));
        }
      }
      return out;
    }
  },
  /** Blocks of 2x2 pixels of one colour. */
  PIXELATION {
    @Override
    float[] apply(float[] frame, int height, int width, Random random) {
      float[] out = new float[frame.length];
      for (int c = 0; c < 3; c++) {
        Plane half = Plane.of(frame, c, height, width).half();
        for (int i = 0; i < height * width; i++) {
          int y = Math.min(half.height() - 1, i / width / 2);
          int x = Math.min(half.width() - 1, i % width / 2);
          out[c * height * width + i] = (float) half.at(y, x);
        }
      }
      return out;
    }
  },
  /** The part below a random row shifted sideways by 4 to 12 pixels. */
  TORN {
    @Override
    float[] apply(float[] frame, int height, int width, Random random) {
      int from = height / 4 + random.nextInt(height / 2);
      int shift = (4 + random.nextInt(9)) * (random.nextBoolean() ? 1 : -1);
      float[] out = frame.clone();
      for (int i = 0; i < frame.length; i++) {
        int x = i % width;
        if (i / width % height >= from) {
          out[i] = frame[i - x + Math.floorMod(x + shift, width)];
        }
      }
      return out;
    }
  };

  /**
   * A damaged copy.
   *
   * @param frame planar RGB, 3 x height x width, in [0,1]
   */
  abstract float[] apply(float[] frame, int height, int width, Random random);

  private interface PixelMap {
    double apply(int channel, float value);
  }

  private static float[] map(float[] frame, PixelMap f) {
    float[] out = new float[frame.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = clamp(f.apply(i / (frame.length / 3), frame[i]));
    }
    return out;
  }

  private static float clamp(double value) {
    return (float) Math.max(0, Math.min(1, value));
  }
}
