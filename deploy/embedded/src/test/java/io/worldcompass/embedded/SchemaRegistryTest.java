package io.worldcompass.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRegistryTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anIdNeverMeansTwoSchemasThoughAppendsFailWithUnknownOutcome(long seed) {
    Random random = new Random(seed);
    FaultyLog log = new FaultyLog(random);
    SchemaRegistry registry = new SchemaRegistry(log);
    Map<Integer, AvroSchema> answered = new HashMap<>();
    for (int i = 0; i < 200; i++) {
      String subject = "s" + random.nextInt(4);
      AvroSchema schema =
          new AvroSchema(
              "{\"type\":\"fixed\",\"name\":\"F\",\"size\":%d}".formatted(1 + random.nextInt(30)));
      try {
        registry.setLevel(subject, CompatibilityLevel.NONE);
        AvroSchema before = answered.put(registry.register(subject, schema), schema);
        assertThat(before == null || before.equals(schema)).isTrue();
      } catch (RegistryError e) {
        assertThat(e.code()).isEqualTo(50001);
      }
      registry = random.nextInt(20) == 0 ? new SchemaRegistry(log) : registry;
    }
    SchemaIndex restored = log.read();
    answered.forEach((id, schema) -> assertThat(restored.schema(id)).contains(schema));
    for (String subject : restored.subjects()) {
      assertThat(restored.versions(subject))
          .extracting(SchemaVersion::schema)
          .doesNotHaveDuplicates();
    }
  }

  /** Fails now and then, half of the times after the record was written. */
  private static final class FaultyLog implements SchemaLog {
    private final List<SchemaRecord> entries = new ArrayList<>();
    private final Random random;

    FaultyLog(Random random) {
      this.random = random;
    }

    @Override
    public SchemaIndex read() {
      SchemaIndex index = new SchemaIndex();
      entries.forEach(entry -> SchemaRecord.apply(entry.key(), entry.value(), index));
      return index;
    }

    @Override
    public void append(SchemaRecord entry) {
      boolean fails = random.nextInt(4) == 0;
      if (!fails || random.nextBoolean()) {
        entries.add(entry);
      }
      if (fails) {
        throw new TimeoutException("no answer");
      }
    }
  }
}
