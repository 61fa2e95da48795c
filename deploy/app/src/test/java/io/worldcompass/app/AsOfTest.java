package io.worldcompass.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Iterations are tested on a run's topics, by HistoryCommandsTest. */
class AsOfTest {
  @Test
  void withoutATimeEverythingCountsAlsoWhatAClockAheadWrote() {
    assertThat(AsOf.parse(null, null, null)).isEqualTo(Instant.MAX);
  }

  @Test
  void aTimeIsTheLastInstantThatCounts() {
    assertThat(AsOf.parse("2026-11-23T10:00:00Z", null, null))
        .isEqualTo(Instant.parse("2026-11-23T10:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "noon", "2026-11-23", "12345678901", "1.5"})
  void anythingElseIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> AsOf.parse(text, null, null))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("2026-11-23T10:00:00Z")
        .hasMessageContaining("'" + text + "'");
  }
}
