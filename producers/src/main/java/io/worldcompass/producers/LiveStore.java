package io.worldcompass.producers;

import io.worldcompass.schemas.avro.SourcePosition;
import java.util.List;

/** Where the scenarios of followed logs go, and where the positions in these logs are kept. */
public interface LiveStore extends AutoCloseable {
  /** What was kept of a producer's logs, whoever wrote it. */
  List<SourcePosition> positions(String producer);

  /**
   * Writes all of it or nothing; it is kept when this returns.
   *
   * @throws RuntimeException when it could not be written; a new store then goes on from what was
   */
  void write(List<Scenario> scenarios, List<SourcePosition> positions);

  @Override
  void close();
}
