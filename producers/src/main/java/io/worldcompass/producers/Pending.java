package io.worldcompass.producers;

import java.util.Arrays;

/** Bytes that have come but not been used: a queue that is read by position. */
final class Pending {
  private byte[] bytes = {};
  private int begin;

  void add(byte[] more) {
    byte[] joined = Arrays.copyOfRange(bytes, begin, bytes.length + more.length);
    System.arraycopy(more, 0, joined, bytes.length - begin, more.length);
    bytes = joined;
    begin = 0;
  }

  int size() {
    return bytes.length - begin;
  }

  byte at(int index) {
    return bytes[begin + index];
  }

  /** Position of the first such byte; -1 when there is none. */
  int find(byte value) {
    for (int i = begin; i < bytes.length; i++) {
      if (bytes[i] == value) {
        return i - begin;
      }
    }
    return -1;
  }

  /** Removes and returns the first bytes. */
  byte[] take(int count) {
    byte[] taken = Arrays.copyOfRange(bytes, begin, begin + count);
    begin += count;
    return taken;
  }
}
