package io.worldcompass.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a command line did, run in this process: its exit code and what it printed. */
record Outcome(int exit, String out, String err) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Outcome of(String... arguments) {
    PrintStream systemOut = System.out;
    PrintStream systemErr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int exit = Main.execute(arguments);
      return new Outcome(
          exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(systemOut);
      System.setErr(systemErr);
    }
  }

  /** Checks that the command succeeded without a complaint. */
  Outcome succeeded() {
    assertThat(err).isEmpty();
    assertThat(exit).isZero();
    return this;
  }

  /** Checks that the command printed one line of complaint and nothing else, and returns it. */
  String refused(int code) {
    assertThat(out).isEmpty();
    assertThat(err.lines()).hasSize(1);
    assertThat(err).startsWith("worldcompass: ");
    assertThat(exit).isEqualTo(code);
    return err.strip();
  }

  /** The output as JSON, one value a line. */
  List<JsonNode> json() {
    return out.lines().map(Outcome::parse).toList();
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + line, e);
    }
  }
}
