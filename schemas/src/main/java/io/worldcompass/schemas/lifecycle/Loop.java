package io.worldcompass.schemas.lifecycle;

/**
 * The work of a {@link LoopRole}. Opened, stepped and closed by one thread, which is the only one
 * that ever touches it.
 */
public interface Loop extends AutoCloseable {
  /**
   * Takes and finishes one piece of work, or returns within a second when there is none. What it
   * has finished is committed when it returns; after an exception the loop is closed and made anew,
   * so that what was not committed is done again.
   */
  void step();

  @Override
  void close();
}
