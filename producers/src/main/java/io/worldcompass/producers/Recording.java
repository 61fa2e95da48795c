package io.worldcompass.producers;

import java.util.Map;

/** One recording while it is read from its first byte on: pieces of bytes in, scenarios out. */
final class Recording {
  private final ScenarioPlay play;
  private final LogDecoder decoder;

  Recording(
      LogInput input,
      GameplayLogReader reader,
      ClipRules rules,
      Map<Integer, Integer> from,
      ReadListener listener) {
    this.play = new ScenarioPlay(input, reader, rules, from, listener);
    this.decoder = reader.decoder(input, play);
  }

  void feed(byte[] bytes) throws BadLogException {
    decoder.feed(bytes);
  }

  /** Hands on what is there: nothing more has come for a while. */
  void pause() {
    decoder.pause();
    play.pause();
  }

  /**
   * Nothing follows.
   *
   * @throws BadLogException when the recording is not a whole one
   */
  void end() throws BadLogException {
    try {
      decoder.end();
    } finally {
      play.end();
    }
  }

  /** By player: the first tick that no scenario handed on so far holds. */
  Map<Integer, Integer> next() {
    return play.next();
  }

  int droppedClips() {
    return play.droppedClips();
  }
}
