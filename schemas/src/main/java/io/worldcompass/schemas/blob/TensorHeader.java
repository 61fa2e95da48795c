package io.worldcompass.schemas.blob;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The JSON header of a safetensors file: what lies where. Offsets count from the header's end. */
record TensorHeader(List<Entry> entries, Map<String, String> metadata) {
  static final String METADATA = "__metadata__";

  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  @SuppressWarnings("ArrayRecordComponent") // lives only while a file is read or written
  record Entry(String name, DType dtype, long[] shape, long begin, long end) {}

  /**
   * Parses a header and checks that the entries cover {@code dataBytes} without gap or overlap.
   *
   * @throws CorruptTensorFileException when anything in it breaks the format
   */
  static TensorHeader parse(byte[] json, long dataBytes) throws CorruptTensorFileException {
    JsonNode root = tree(json);
    Map<String, String> metadata = new TreeMap<>();
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (field.getKey().equals(METADATA)) {
        readMetadata(field.getValue(), metadata);
      } else {
        entries.add(entry(field.getKey(), field.getValue()));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    requireContiguous(entries, dataBytes);
    return new TensorHeader(entries, metadata);
  }

  /** The header's bytes, the same for the same content. */
  byte[] render() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.getFactory().createGenerator(out)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writePOJOField(METADATA, new TreeMap<>(metadata));
      }
      for (Entry entry : entries) {
        json.writeObjectFieldStart(entry.name());
        json.writeStringField("dtype", entry.dtype().name());
        json.writePOJOField("shape", entry.shape());
        json.writePOJOField("data_offsets", new long[] {entry.begin(), entry.end()});
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static JsonNode tree(byte[] json) throws CorruptTensorFileException {
    try {
      JsonNode root = JSON.readTree(json);
      if (root == null || !root.isObject()) {
        throw new CorruptTensorFileException("the header is not a JSON object");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw new CorruptTensorFileException("the header is not JSON: " + e.getOriginalMessage(), e);
    } catch (CorruptTensorFileException e) {
      throw e;
    } catch (IOException e) {
      throw new CorruptTensorFileException("the header is not JSON", e);
    }
  }

  private static void readMetadata(JsonNode node, Map<String, String> metadata)
      throws CorruptTensorFileException {
    if (!node.isObject()) {
      throw new CorruptTensorFileException(METADATA + " is not an object");
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!field.getValue().isTextual()) {
        throw new CorruptTensorFileException("metadata " + field.getKey() + " is not a string");
      }
      metadata.put(field.getKey(), field.getValue().textValue());
    }
  }

  private static Entry entry(String name, JsonNode node) throws CorruptTensorFileException {
    DType dtype = dtype(name, node.path("dtype").asText());
    long[] shape = longs(name, node.path("shape"));
    long[] offsets = longs(name, node.path("data_offsets"));
    if (offsets.length != 2 || offsets[1] < offsets[0]) {
      throw new CorruptTensorFileException("tensor " + name + " has bad data_offsets");
    }
    if (offsets[1] - offsets[0] != byteSize(name, dtype, shape)) {
      throw new CorruptTensorFileException("tensor " + name + ": shape and data_offsets disagree");
    }
    return new Entry(name, dtype, shape, offsets[0], offsets[1]);
  }

  private static DType dtype(String name, String text) throws CorruptTensorFileException {
    for (DType dtype : DType.values()) {
      if (dtype.name().equals(text)) {
        return dtype;
      }
    }
    throw new CorruptTensorFileException(
        "tensor %s has the element type '%s'; F64, F32, I64, I32 and U8 are read: convert it first"
            .formatted(name, text));
  }

  private static long[] longs(String name, JsonNode node) throws CorruptTensorFileException {
    if (!node.isArray()) {
      throw new CorruptTensorFileException("tensor " + name + " lacks shape or data_offsets");
    }
    long[] values = new long[node.size()];
    for (int i = 0; i < values.length; i++) {
      JsonNode value = node.get(i);
      if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
        throw new CorruptTensorFileException(
            "tensor " + name + ": " + value + " is no extent or offset");
      }
      values[i] = value.longValue();
    }
    return values;
  }

  private static long byteSize(String name, DType dtype, long[] shape)
      throws CorruptTensorFileException {
    try {
      return Tensor.byteSize(dtype, shape);
    } catch (ArithmeticException e) {
      throw new CorruptTensorFileException("tensor " + name + " is larger than any file", e);
    }
  }

  private static void requireContiguous(List<Entry> entries, long dataBytes)
      throws CorruptTensorFileException {
    long end = 0;
    for (Entry entry : entries) {
      if (entry.begin() != end) {
        throw new CorruptTensorFileException(
            "tensor %s begins at %d, where %d was due (overlap or gap)"
                .formatted(entry.name(), entry.begin(), end));
      }
      end = entry.end();
    }
    if (end != dataBytes) {
      throw new CorruptTensorFileException(
          "the header describes %d bytes of data, the file has %d".formatted(end, dataBytes));
    }
  }
}
