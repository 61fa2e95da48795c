package io.worldcompass.producers.game;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RendererTest {
  @Test
  void theSameSeedAndPoseGiveTheSamePixels() {
    Pose pose = new Pose(4.4, 1, 20, 5);
    float[] one = new Renderer(new World(3), 48, 48).render(pose);
    assertThat(new Renderer(new World(3), 48, 48).render(pose)).isEqualTo(one);
    assertThat(new Renderer(new World(4), 48, 48).render(pose)).isNotEqualTo(one);
  }

  @Test
  void pixelsStayInRangeAndPlanarHoldsTheSameValues() {
    Renderer renderer = new Renderer(new World(World.DEFAULT_SEED), 20, 12);
    Pose pose = new Pose(4.4, 1, 20, 5);
    float[] frame = renderer.render(pose);
    float[] planar = renderer.renderPlanar(pose);
    for (int p = 0; p < 240; p++) {
      for (int c = 0; c < 3; c++) {
        assertThat(frame[3 * p + c]).isBetween(0f, 1f).isEqualTo(planar[240 * c + p]);
      }
    }
  }

  @Test
  void lookingUpShowsMoreCeiling() {
    Renderer renderer = new Renderer(new World(World.DEFAULT_SEED), 48, 48);
    double up = mean(renderer.render(new Pose(4.4, 1, 0, 25)));
    double down = mean(renderer.render(new Pose(4.4, 1, 0, -25)));
    assertThat(up).isGreaterThan(down + 0.1);
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
