package io.worldcompass.schemas.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  private static final List<Tensor> SAMPLE =
      List.of(
          Tensor.ofBytes("pixels", new byte[] {0, 127, -1}, 3),
          Tensor.ofFloats("weights", new float[] {1.5f, Float.NaN, -0.0f, 1e-40f}, 2, 2),
          Tensor.ofInts("labels", new int[] {0, 80}, 2),
          Tensor.ofLongs("step", new long[] {1L << 40}),
          Tensor.ofDoubles("loss", new double[] {Math.PI}, 1),
          Tensor.ofFloats("none", new float[0], 0, 3));

  @TempDir Path folder;

  @Test
  void whatWasWrittenIsReadBitForBit() throws IOException {
    Path file = folder.resolve("a.safetensors");
    Safetensors.write(file, SAMPLE, Map.of("seed", "7"));
    for (TensorFile read :
        List.of(Safetensors.read(file), Safetensors.read(Files.readAllBytes(file)))) {
      assertThat(read.metadata()).containsExactly(Map.entry("seed", "7"));
      assertThat(read.names()).hasSize(SAMPLE.size());
      for (Tensor tensor : SAMPLE) {
        assertThat(read.tensor(tensor.name())).isEqualTo(tensor);
      }
    }
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void theSameContentGivesTheSameBytesInAnyOrder() throws IOException {
    List<Tensor> shuffled = new ArrayList<>(SAMPLE);
    Collections.reverse(shuffled);
    assertThat(bytes(shuffled, Map.of("b", "2", "a", "1")))
        .isEqualTo(bytes(SAMPLE, Map.of("a", "1", "b", "2")));
  }

  @Test
  void everyTensorIsAlignedToItsElements() throws IOException {
    byte[] file = bytes(SAMPLE, Map.of());
    int header = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertThat(header % 8).isZero();
    byte[] json = Arrays.copyOfRange(file, 8, 8 + header);
    for (var entry : TensorHeader.parse(json, file.length - 8L - header).entries()) {
      assertThat(entry.begin() % entry.dtype().bytes()).isZero();
    }
  }

  @Test
  void aFileOfPythonIsRead() throws IOException {
    TensorFile file = Safetensors.read(pythonFile());
    assertThat(file.metadata())
        .containsEntry("made_by", "safetensors 0.8.0")
        .containsEntry("naïve", "é \"quoted\"");
    assertThat(file.tensor("floats").shape()).containsExactly(2, 3);
    assertThat(file.tensor("floats").floats())
        .containsExactly(1.5f, -2.25f, 0, 3e-39f, Float.POSITIVE_INFINITY, -0.0f);
    assertThat(file.tensor("doubles").doubles()).containsExactly(Math.PI);
    assertThat(file.tensor("longs").longs()).containsExactly(-1, 1L << 40);
    assertThat(file.tensor("ints").ints()).containsExactly(7, -7, Integer.MAX_VALUE);
    assertThat(file.tensor("bytes").bytes()).containsExactly(0, 127, -1);
    assertThat(file.tensor("scalar").shape()).isEmpty();
    assertThat(file.tensor("scalar").floats()).containsExactly(4f);
    assertThat(file.tensor("empty").shape()).containsExactly(0, 3);
  }

  @Test
  void aMissingTensorIsNamedWithThoseThatExist() throws IOException {
    TensorFile file = Safetensors.read(bytes(SAMPLE, Map.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> file.tensor("bias"))
        .withMessageContainingAll("bias", "weights");
  }

  @Test
  void aWrongElementTypeOrSizeIsRefused() {
    assertThatThrownBy(() -> SAMPLE.get(0).floats()).hasMessageContaining("is U8, not F32");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.ofFloats("w", new float[3], 2, 2))
        .withMessageContaining("takes 16 bytes, got 12");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.ofFloats("w", new float[3], -3, -1));
  }

  @Test
  void twoTensorsOfOneNameAreRefusedBeforeAnythingIsWritten() {
    Path file = folder.resolve("twice.safetensors");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Safetensors.write(file, List.of(SAMPLE.get(0), SAMPLE.get(0)), Map.of()));
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "null",
        "{}x",
        "{} {}",
        "{'a':1}",
        "{'a':{}}",
        "{'a':{'dtype':'F32','shape':[1]}}",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0]}}",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}",
        "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}}",
        "{'a':{'dtype':'F32','shape':[1.0],'data_offsets':[0,4]}}",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}}",
        "{'a':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,4]}}",
        "{'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,4]}}",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},"
            + "'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},"
            + "'b':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}",
        "{'__metadata__':{'n':1},'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}",
        "{'__metadata__':[],'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}",
      })
  void aBrokenHeaderIsRefused(String header) {
    byte[] file = file(header.replace('\'', '"'), 4);
    assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(CorruptTensorFileException.class);
  }

  @ParameterizedTest
  @CsvSource({"F16", "BF16", "BOOL", "I8", "f32"})
  void anElementTypeThatIsNotReadIsNamed(String dtype) {
    byte[] file =
        file("{\"a\":{\"dtype\":\"" + dtype + "\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4);
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(CorruptTensorFileException.class)
        .hasMessageContainingAll("'" + dtype + "'", "convert it first");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1, 100_000_001, Long.MAX_VALUE, Long.MIN_VALUE, 1000})
  void aHeaderLengthThatCannotBeIsRefusedWithoutAllocatingIt(long length) throws IOException {
    byte[] file = bytes(SAMPLE, Map.of());
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(CorruptTensorFileException.class);
  }

  @Test
  void aFileCutAnywhereIsRefused() throws IOException {
    byte[] file = bytes(SAMPLE, Map.of());
    for (int length = 0; length < file.length; length++) {
      Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(file, length));
      assertThatThrownBy(() -> Safetensors.read(cut))
          .as("cut at %d", length)
          .isInstanceOf(CorruptTensorFileException.class)
          .hasMessageContaining("cut");
    }
  }

  @Test
  void alteredHeadersGiveAnErrorOrAFileButNeverAnythingElse() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] file = pythonFile();
    for (int i = 0; i < 20_000; i++) {
      byte[] altered = file.clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        altered[8 + random.nextInt(400)] = (byte) random.nextInt(128);
      }
      try {
        Safetensors.read(altered);
      } catch (CorruptTensorFileException expected) {
        assertThat(expected).as("seed %d", seed).message().isNotBlank();
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + i, e);
      }
    }
  }

  private static byte[] pythonFile() throws IOException {
    try (InputStream in = SafetensorsTest.class.getResourceAsStream("python-0.8.0.safetensors")) {
      return in.readAllBytes();
    }
  }

  private static byte[] bytes(List<Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(out, tensors, metadata);
    return out.toByteArray();
  }

  private static byte[] file(String header, int dataBytes) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }
}
