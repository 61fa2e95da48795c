package io.worldcompass.producers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Reads a log of one JSON object a tick and line. A bad line costs the tick that it stands for, and
 * with it a clip; a log of nothing but bad lines is no log.
 */
final class LineDecoder implements LogDecoder {
  /** No line of a known recorder is near this long; a file without line breaks is. */
  static final int LONGEST_LINE = 1 << 20;

  private final String file;
  private final Play play;
  private final LineMapper mapper;
  private final Pending pending = new Pending();
  private int number;
  private boolean anyGood;
  private boolean skipping;
  private String firstProblem = "is empty";

  LineDecoder(String file, Play play, LineMapper mapper) {
    this.file = file;
    this.play = play;
    this.mapper = mapper;
  }

  @Override
  public void feed(byte[] bytes) {
    pending.add(bytes);
    for (int end = pending.find((byte) '\n'); end >= 0; end = pending.find((byte) '\n')) {
      line(pending.take(end + 1));
    }
    if (pending.size() > LONGEST_LINE) {
      byte[] part = pending.take(pending.size());
      play.read(part, 0, part.length);
      skipping = true;
    }
  }

  @Override
  public void pause() {
    mapper.pause();
  }

  @Override
  public void end() throws BadLogException {
    if (pending.size() > 0) {
      line(pending.take(pending.size()));
    }
    mapper.noNext();
    mapper.pause();
    if (!anyGood) {
      throw new BadLogException(file, firstProblem);
    }
  }

  private void line(byte[] bytes) {
    number++;
    String text = new String(bytes, UTF_8);
    if (skipping) {
      skipping = false;
      bad(bytes, "longer than " + LONGEST_LINE + " bytes");
    } else if (text.isBlank()) {
      play.read(bytes, 0, bytes.length);
    } else {
      tick(bytes, text);
    }
  }

  private void tick(byte[] bytes, String text) {
    JsonNode line;
    try {
      line = JsonLine.parse(withoutMark(text.replaceFirst("\\R$", "")));
    } catch (BadLineException e) {
      bad(bytes, e.getMessage());
      return;
    }
    mapper.next(line);
    play.read(bytes, 0, bytes.length);
    try {
      mapper.add(line, number);
      anyGood = true;
    } catch (BadLineException e) {
      lose(e.getMessage());
    }
  }

  private void bad(byte[] bytes, String problem) {
    mapper.noNext();
    play.read(bytes, 0, bytes.length);
    lose(problem);
  }

  private void lose(String problem) {
    play.badLine(number, problem);
    if (firstProblem.equals("is empty")) {
      firstProblem = "line " + number + ": " + problem;
    }
  }

  /** Some recorders on Windows begin a file with a byte order mark. */
  private String withoutMark(String text) {
    return number == 1 && text.startsWith("\ufeff") ? text.substring(1) : text;
  }
}
