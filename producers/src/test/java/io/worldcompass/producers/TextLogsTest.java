package io.worldcompass.producers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** VPT recordings, key logs and WorldPlay files, written here in the shape of the real ones. */
class TextLogsTest {
  private static List<Scenario> read(String format, String text) throws BadLogException {
    return Demos.scenarios(
        new GameplayLogs(Optional.ofNullable(format), ClipRules.DEFAULT),
        new Demos.Input("log.txt", text.getBytes(UTF_8), Map.of()));
  }

  private static String vpt(int tick, String keys, double dx, double dy, boolean menu, double x) {
    return """
        {"mouse": {"x": 640, "dx": %s, "dy": %s, "buttons": [0], "newButtons": []}, \
        "keyboard": {"keys": [%s], "newKeys": [], "chars": "secret"}, "isGuiOpen": %s, \
        "hotbar": 0, "yaw": 1, "pitch": 2, "xpos": %s, "ypos": 64, "zpos": 0, \
        "tick": %d, "milli": 1626}"""
        .formatted(dx, dy, keys, menu, x, tick);
  }

  private static List<String> steady(int ticks, String keys, double dx, double dy) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < ticks; i++) {
      lines.add(vpt(i, keys, dx, dy, false, i * 0.2));
    }
    return lines;
  }

  private static String lines(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }

  @Test
  void aVptMouseToTheRightAndDownTurnsRightAndDown() throws BadLogException {
    String log = lines(steady(16, "\"key.keyboard.w\", \"key.keyboard.space\"", 2, 1));

    Clip clip = read(null, log).get(0).clips().get(0);

    assertThat(clip.sums()).isEqualTo(new Sums(16, 0, 4.8, -2.4));
    assertThat(clip.action().label()).isEqualTo(9 * 1 + 6);
  }

  @Test
  void opposedKeysCancel() throws BadLogException {
    String keys = "\"key.keyboard.w\", \"key.keyboard.s\", \"key.keyboard.a\"";

    Clip clip = read("vpt", lines(steady(16, keys, 0, 0))).get(0).clips().get(0);

    assertThat(clip.action().label()).isEqualTo(9 * 4);
  }

  @Test
  void anOpenMenuDropsItsClipAndEndsTheScenario() throws BadLogException {
    List<String> log = steady(60, "", 0, 0);
    for (int tick = 20; tick < 25; tick++) {
      log.set(tick, vpt(tick, "", 99, 0, true, tick * 0.2));
    }

    List<Scenario> scenarios = read(null, lines(log));

    assertThat(scenarios.get(0).dropped()).containsExactly(new DroppedClip(16, 24, "open menu"));
    assertThat(scenarios.get(1).clips()).extracting(Clip::firstTick).containsExactly(25, 41);
  }

  @Test
  void missingTicksAreAGapAndALeapIsATeleport() throws BadLogException {
    List<String> log = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      log.add(vpt(i < 40 ? i : i + 5, "", 0, 0, false, i < 70 ? 0 : 100));
    }

    List<Scenario> scenarios = read(null, lines(log));

    assertThat(scenarios).extracting(s -> s.source().firstTick()).containsExactly(0, 40, 70);
    assertThat(scenarios.get(0).dropped()).containsExactly(new DroppedClip(32, 39, "gap"));
    assertThat(scenarios.get(1).dropped()).containsExactly(new DroppedClip(56, 69, "teleport"));
  }

  @Test
  void aBadLineCostsOneClipAndIsNamed() throws BadLogException {
    List<String> log = steady(64, "", 0, 0);
    log.set(18, "{\"mouse\": {\"dx\": 1, ");
    log.set(50, "{\"mouse\": {\"dx\": 1, \"dy\": 1}, \"keyboard\": {}}");

    List<Scenario> scenarios = read(null, lines(log));

    assertThat(scenarios.get(0).dropped())
        .containsExactly(new DroppedClip(16, 18, "line 19: invalid JSON at column 21"));
    assertThat(scenarios.get(1).dropped())
        .containsExactly(new DroppedClip(35 + 0, 50, "line 51: no array at /keyboard/keys"));
  }

  @Test
  void ticksThatGoBackEndTheScenarioWithTheirLine() throws BadLogException {
    List<String> log = steady(20, "", 0, 0);
    log.addAll(steady(20, "", 0, 0));

    assertThat(read(null, lines(log)).get(0).dropped())
        .containsExactly(new DroppedClip(16, 19, "line 21: tick 0 after tick 19"));
  }

  @Test
  void aLogOfNothingButBadLinesIsRefused() {
    assertThatThrownBy(() -> read("vpt", "no\njson\n"))
        .isInstanceOf(BadLogException.class)
        .hasMessageContaining("log.txt: line 1: invalid JSON at column");
  }

  @Test
  void aKeyLogIsReadWithItsOwnKeysAndMouseSetting() throws BadLogException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 16; i++) {
      log.append(
          "{\"frame\": %d, \"timestamp_ms\": %d, \"key\": [\"Up\"], \"mouse\": {\"dx\": -1, \"dy\": 0}}%n"
              .formatted(i, i * 50));
    }
    KeyMap keys = KeyMap.of("up", "down", "left", "right", 0.5, 0);

    Clip clip =
        Demos.scenarios(
                new GameplayLogs(Optional.empty(), ClipRules.DEFAULT, keys),
                new Demos.Input("log", log.toString().getBytes(UTF_8), Map.of()))
            .get(0)
            .clips()
            .get(0);

    assertThat(clip.sums()).isEqualTo(new Sums(16, 0, -8, 0));
    assertThat(clip.action().label()).isEqualTo(9 * 1 + 2);
  }

  @Test
  void aWorldPlayFileIsReadInTheOrderOfItsFrames() throws BadLogException {
    StringBuilder log = new StringBuilder("{");
    for (int frame = 31; frame >= 0; frame--) {
      String move = frame < 16 ? "WD" : "WS";
      log.append(
          "\"%d\": {\"move_action\": \"%s\", \"view_action\": \"%s\"}%s"
              .formatted(frame, move, frame < 16 ? "LU" : "LL", frame == 0 ? "}" : ", "));
    }

    List<Clip> clips = read(null, log.toString()).get(0).clips();

    assertThat(clips).extracting(clip -> clip.action().label()).containsExactly(9 * 5 + 3, 2);
    assertThat(clips.get(0).sums()).isEqualTo(new Sums(16, 16, 0, 12));
  }

  @Test
  void aFrameThatIsMissingFromAWorldPlayFileIsAGap() throws BadLogException {
    StringBuilder log = new StringBuilder("{");
    for (int frame = 0; frame < 40; frame++) {
      log.append("\"%d\": {\"move_action\": \"W\"},".formatted(frame < 20 ? frame : frame + 1));
    }
    log.setCharAt(log.length() - 1, '}');

    assertThat(read(null, log.toString()))
        .extracting(s -> s.source().firstTick())
        .containsExactly(0, 20);
  }

  @Test
  void aTruncatedWorldPlayFileIsRefusedWithThePlace() {
    assertThatThrownBy(() -> read(null, "{\"0\": {\"move_action\": \"W\", \"view_"))
        .isInstanceOf(BadLogException.class)
        .hasMessageMatching(": log.txt: line 1, column \\d+: invalid JSON; truncated\\?");
  }

  @Test
  void aPoseStringLastsFourFramesALatent() throws BadLogException {
    List<Clip> clips = read(null, "w-4,right-2, up-2\n").get(0).clips();

    assertThat(clips).extracting(clip -> clip.action().label()).containsExactly(9, 5);
    assertThat(clips.get(1).sums()).isEqualTo(new Sums(0, 0, 6, 6));
  }

  @Test
  void anUnknownActionOfAPoseStringIsRefused() {
    assertThatThrownBy(() -> read(null, "w-3,jump-2"))
        .hasMessage(
            ": log.txt: command 2 'jump-2', expected action-duration with one of w, s, a, d, up,"
                + " down, left, right");
  }
}
