package io.worldcompass.producers;

/** What is played in one recording: a decoder tells it, in the order of the recording. */
interface Play {
  /** What was played, for the prompt, such as "a Doom demo of episode 3, map 3". */
  void title(String text);

  /** The player's id as the log has it; it is hashed before it leaves this machine. */
  void playerId(int player, String id);

  /** Bytes that the following ticks come from: they become part of the identity of these. */
  void read(byte[] bytes, int offset, int length);

  /** The next tick of a player. */
  void tick(int player, Tick tick);

  /** A tick of a player that no clip may hold. Neighbours with the same reason are one break. */
  void lose(int player, String reason);

  /** Something is missing between a player's last tick and his next one. */
  void gap(int player, String reason);

  /** A line that cannot be read: it costs its player a tick, or all of them if he is not known. */
  void badLine(int number, String problem);

  /** A frame of a player that cannot be read: it costs a tick. */
  void badFrame(int player, long number, String problem);

  /** A line that is used, but not in sequence. */
  void outOfOrder(int player, int number, String problem);

  /** Something that the person should know and that costs nothing. */
  void notice(String text);
}
