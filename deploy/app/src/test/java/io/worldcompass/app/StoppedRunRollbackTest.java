package io.worldcompass.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Guarantee 7 where nothing runs: the command starts the broker and answers for the trainer. */
@Timeout(120)
class StoppedRunRollbackTest {
  @TempDir private Path data;

  @Test
  void aStoppedRunIsRolledBackByTheCommandAloneAndGoesOnFromThere() {
    TinyRun.upTo(data, 3);
    assertThat(rollback("9").refused(1)).contains("version 9 does not exist", "weights list");
    assertThat(rollback("3").refused(1)).contains("version 3 is the newest already");

    assertThat(rollback("1").succeeded().out()).contains("version 4 is version 1 again");
    TinyRun.upTo(data, 4);

    List<JsonNode> versions = versions();
    assertThat(versions)
        .extracting(v -> v.get("version").asInt())
        .containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(versions)
        .extracting(v -> v.get("parent").asInt())
        .containsExactly(-1, 0, 1, 2, 1, 4);
    assertThat(versions)
        .extracting(v -> v.get("iteration").asInt())
        .containsExactly(0, 1, 2, 3, 3, 4);
    assertThat(versions.get(4).get("sha256")).isEqualTo(versions.get(1).get("sha256"));
    assertThat(versions.get(5).get("sha256")).isNotEqualTo(versions.get(3).get("sha256"));
  }

  private Outcome rollback(String version) {
    return Outcome.of("weights", "rollback", version, "--data", data.toString());
  }

  private List<JsonNode> versions() {
    List<JsonNode> versions = new ArrayList<>();
    Outcome.of("weights", "list", "--json", "--data", data.toString())
        .succeeded()
        .json()
        .get(0)
        .forEach(versions::add);
    return versions;
  }
}
