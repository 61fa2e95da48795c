package io.worldcompass.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.worldcompass.schemas.avro.ClipCandidate;
import io.worldcompass.schemas.avro.ClipScore;
import io.worldcompass.schemas.avro.PromptAction;
import io.worldcompass.schemas.avro.RewardSummary;
import io.worldcompass.schemas.avro.RolloutTask;
import io.worldcompass.schemas.avro.ScenarioOutcome;
import io.worldcompass.schemas.avro.ScoredGroup;
import io.worldcompass.schemas.avro.SourcePosition;
import io.worldcompass.schemas.avro.TrainingBatch;
import io.worldcompass.schemas.avro.WeightsManifest;
import io.worldcompass.schemas.avro.WeightsRollback;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records of the released schemas stay readable, and released readers can read today's records. */
class SchemaEvolutionTest {
  private static final String RELEASED = "/released/0.1.0/";

  static Stream<Schema> schemas() {
    return Stream.of(
        PromptAction.getClassSchema(),
        ScenarioOutcome.getClassSchema(),
        RolloutTask.getClassSchema(),
        ClipCandidate.getClassSchema(),
        ClipScore.getClassSchema(),
        ScoredGroup.getClassSchema(),
        SourcePosition.getClassSchema(),
        TrainingBatch.getClassSchema(),
        WeightsManifest.getClassSchema(),
        WeightsRollback.getClassSchema(),
        RewardSummary.getClassSchema());
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void theReleasedSchemaAndTodaysReadEachOther(Schema today) throws IOException {
    Schema released = released(today.getName());
    assertThat(canRead(today, released)).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    assertThat(canRead(released, today)).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void everyFieldIsDocumented(Schema schema) {
    for (Schema.Field field : schema.getFields()) {
      assertThat(field.doc()).as(schema.getName() + "." + field.name()).isNotBlank();
    }
  }

  @Test
  void aReaderOfAnotherRecordIsRefused() {
    assertThat(canRead(ClipScore.getClassSchema(), PromptAction.getClassSchema()))
        .isEqualTo(SchemaCompatibilityType.INCOMPATIBLE);
  }

  private static SchemaCompatibilityType canRead(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType();
  }

  private static Schema released(String name) throws IOException {
    try (InputStream in =
        SchemaEvolutionTest.class.getResourceAsStream(RELEASED + name + ".avsc")) {
      return new Schema.Parser().parse(in);
    }
  }
}
