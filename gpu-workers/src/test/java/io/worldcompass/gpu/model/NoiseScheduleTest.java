package io.worldcompass.gpu.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class NoiseScheduleTest {
  @Test
  void sigmasAreTheGoldenOnes() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/spec/golden.json")) {
      JsonNode cases = new ObjectMapper().readTree(in).get("schedule");
      assertThat(cases).isNotEmpty();
      for (JsonNode golden : cases) {
        NoiseSchedule schedule =
            new NoiseSchedule(golden.get("steps").asInt(), golden.get("shift").asDouble());
        assertThat(golden.get("sigma")).hasSize(schedule.steps() + 1);
        for (int j = 0; j <= schedule.steps(); j++) {
          assertThat(schedule.sigma(j))
              .isCloseTo(golden.get("sigma").get(j).asDouble(), within(1e-9));
          assertThat(schedule.timestep(j)).isEqualTo((int) Math.floor(1000 * schedule.sigma(j)));
        }
      }
    }
  }

  @Test
  void noStepsAndNoShiftAreRefused() {
    assertThatThrownBy(() -> new NoiseSchedule(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new NoiseSchedule(4, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
