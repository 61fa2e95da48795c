package io.worldcompass.producers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DoomLmpReaderTest {
  private final DoomLmpReader reader = new DoomLmpReader();

  private List<PlayerLog> read(byte[] demo) throws BadLogException {
    return PlayerLog.read(reader, Demos.Input.of(demo));
  }

  @Test
  void runningForwardAndRightIsFullSpeedAndAPositiveTurnByteIsToTheLeft() throws BadLogException {
    Tick tick = read(Demos.steady(1, 50, 40, 2)).get(0).ticks().get(0);

    assertThat(tick).isEqualTo(new Tick(1.0, 1.0, -2.8125, 0.0));
  }

  @Test
  void walkingBackwardIsHalfSpeedAndANegativeTurnByteIsToTheRight() throws BadLogException {
    Tick tick = read(Demos.steady(1, -25, -24, -1)).get(0).ticks().get(0);

    assertThat(tick).isEqualTo(new Tick(-0.5, -0.6, 1.40625, 0.0));
  }

  @Test
  void longticsHaveSixteenBitTurnsLowByteFirst() throws BadLogException {
    ByteArrayOutputStream demo = new ByteArrayOutputStream();
    demo.writeBytes(Demos.header(111, 1));
    demo.writeBytes(new byte[] {25, 0, (byte) 0x80, (byte) 0xff, 1}); // 0xff80 = -128
    demo.write(Demos.END);

    Tick tick = read(demo.toByteArray()).get(0).ticks().get(0);

    assertThat(tick).isEqualTo(new Tick(0.5, 0, 128 * 360.0 / 65536, 0));
  }

  @Test
  void everyPlayerInTheGameHasHisOwnTicksUnderHisOwnNumber() throws BadLogException {
    ByteArrayOutputStream demo = new ByteArrayOutputStream();
    byte[] header = Demos.header(109, 1);
    header[9 + 3] = 1;
    demo.writeBytes(header);
    for (int tick = 0; tick < 3; tick++) {
      demo.writeBytes(new byte[] {50, 0, 0, 0});
      demo.writeBytes(new byte[] {-50, 0, 0, 0});
    }
    demo.write(Demos.END);

    List<PlayerLog> logs = read(demo.toByteArray());

    assertThat(logs).extracting(PlayerLog::player).containsExactly(0, 3);
    assertThat(logs.get(0).ticks()).hasSize(3).allMatch(tick -> tick.forward() == 1);
    assertThat(logs.get(1).ticks()).hasSize(3).allMatch(tick -> tick.forward() == -1);
  }

  @Test
  void aFooterAfterTheEndMarkerIsNotRead() throws BadLogException {
    byte[] demo = Demos.steady(5, 50, 0, 0);
    byte[] withFooter = Arrays.copyOf(demo, demo.length + 9);

    assertThat(read(withFooter).get(0).ticks()).hasSize(5);
  }

  @Test
  void aTickThatTheEndMarkerInterruptsWasNotPlayed() throws BadLogException {
    ByteArrayOutputStream demo = new ByteArrayOutputStream();
    demo.writeBytes(Demos.header(109, 2));
    demo.writeBytes(new byte[] {1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, (byte) Demos.END});

    assertThat(read(demo.toByteArray())).allMatch(log -> log.ticks().size() == 1);
  }

  @Test
  void aDemoWithoutTicksIsAGoodOne() throws BadLogException {
    assertThat(read(Demos.steady(0, 0, 0, 0))).isEmpty();
  }

  @Test
  void everyTruncationIsAnErrorThatNamesFileAndOffset() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int version : new int[] {109, 111}) {
      byte[] demo = Demos.random(version, 1 + random.nextInt(4), 6, random);
      for (int length = 0; length < demo.length; length++) {
        byte[] cut = Arrays.copyOf(demo, length);
        assertThatThrownBy(() -> read(cut))
            .as("version %d cut to %d bytes", version, length)
            .isInstanceOf(BadLogException.class)
            .hasMessageContaining("demo.lmp: ")
            .hasMessageContaining(length == 0 ? "is empty" : "byte " + length);
      }
    }
  }

  @Test
  void anotherVersionIsNamedBesideTheExpectedOnes() {
    byte[] boom = Demos.steady(3, 1, 1, 1);
    boom[0] = (byte) 203;

    assertThatThrownBy(() -> read(boom))
        .hasMessage("demo.lmp: byte 0: demo version 203, expected 109 (v1.9) or 111 (longtics)");
  }

  @Test
  void textThatStartsWithAnMIsNoDemo() {
    byte[] text = "mostly harmless text".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    assertThat(reader.recognises(text)).isFalse();
    assertThatThrownBy(() -> read(text)).hasMessageContaining("skill 111, expected 0..4");
  }

  @Test
  void aGhostOfAnotherLengthIsNotUsed() {
    byte[] demo = Demos.steady(40, 50, 0, 0);
    byte[] ghost = new Demos.Ghost(39).bytes();

    assertThatThrownBy(() -> PlayerLog.read(reader, Demos.Input.of(demo, ghost)))
        .isInstanceOf(BadLogException.class)
        .hasMessageContaining("demo.gst: 1376 bytes, expected 1412 for the 40 ticks");
  }

  @Test
  void aGhostOfAnotherVersionIsNotUsed() {
    byte[] demo = Demos.steady(40, 50, 0, 0);
    byte[] ghost = new Demos.Ghost(40).bytes();
    ghost[0] = 3;

    assertThatThrownBy(() -> PlayerLog.read(reader, Demos.Input.of(demo, ghost)))
        .hasMessage("demo.gst: byte 0: ghost version 3, expected 2");
  }

  @Test
  void aDeathLastsFromTheTickThatKillsToTheFirstOneThatIsAliveAgain() throws BadLogException {
    byte[] demo = Demos.steady(100, 50, 0, 0);
    byte[] ghost = new Demos.Ghost(100).dead(31, 60).movedTo(60, 500).dead(90, 100).bytes();

    List<PlayerLog> logs = PlayerLog.read(reader, Demos.Input.of(demo, ghost));

    assertThat(logs.get(0).breaks())
        .containsExactly(
            new PlayerLog.Lost(30, 60, Break.DEATH), new PlayerLog.Lost(89, 100, Break.DEATH));
  }

  @Test
  void aJumpIsATeleportAndAnotherMapALevelChange() throws BadLogException {
    byte[] demo = Demos.steady(100, 50, 0, 0);
    byte[] ghost = new Demos.Ghost(100).movedTo(20, 30).movedTo(41, 130).map(70, 8).bytes();

    List<PlayerLog> logs = PlayerLog.read(reader, Demos.Input.of(demo, ghost));

    assertThat(logs.get(0).breaks())
        .containsExactly(
            new PlayerLog.Lost(40, 41, Break.TELEPORT),
            new PlayerLog.Lost(69, 70, Break.LEVEL_CHANGE));
  }
}
