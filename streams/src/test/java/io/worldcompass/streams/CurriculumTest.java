package io.worldcompass.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.worldcompass.schemas.config.Config;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CurriculumTest {
  static Stream<JsonNode> golden() {
    return Golden.cases("curriculum");
  }

  @ParameterizedTest
  @MethodSource("golden")
  void ascendingAgreesWithTheReference(JsonNode c) {
    Curriculum curriculum =
        new Curriculum(Config.Curriculum.ASCENDING, 1, c.get("clips").intValue());
    assertThat(curriculum.clip(c.get("iteration").intValue()))
        .isEqualTo(c.get("clip_index").intValue());
  }

  @Test
  void startsAtTheFirstClipAndComesRoundAgain() {
    assertThat(clips(Config.Curriculum.ASCENDING)).containsExactly(2, 3, 4, 2, 3, 4, 2);
    assertThat(clips(Config.Curriculum.DESCENDING)).containsExactly(4, 3, 2, 4, 3, 2, 4);
    assertThat(clips(Config.Curriculum.FIXED)).containsOnly(2);
  }

  @Test
  void refusesAnIterationBeforeTheFirst() {
    assertThatThrownBy(() -> new Curriculum(Config.Curriculum.FIXED, 1, 4).clip(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Curriculum(Config.Curriculum.FIXED, 5, 4))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static int[] clips(Config.Curriculum order) {
    Curriculum curriculum = new Curriculum(order, 2, 4);
    return IntStream.rangeClosed(1, 7).map(curriculum::clip).toArray();
  }
}
