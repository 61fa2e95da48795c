package io.worldcompass.producers;

/** Hears what comes out of a recording while it is read. */
interface ReadListener {
  /** The next scenario, by player in the order of play. */
  void scenario(Scenario scenario);

  /** A line that could not be used as it is: file, line and reason. It costs a clip. */
  void badLine(String problem);

  /** Something that looks like a mistake but costs nothing: file, place and what to do. */
  void notice(String text);
}
