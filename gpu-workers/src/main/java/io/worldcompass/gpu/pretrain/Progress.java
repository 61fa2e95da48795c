package io.worldcompass.gpu.pretrain;

/** Told about the course of a training. */
@FunctionalInterface
public interface Progress {
  /**
   * Called every few seconds.
   *
   * @param part what is trained, such as "autoencoder"
   * @param done share of the budget that is used, 0 to 1
   * @param message a reading for people
   */
  void report(String part, double done, String message);
}
