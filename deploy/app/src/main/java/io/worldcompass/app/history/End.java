package io.worldcompass.app.history;

/**
 * A fate and its reason.
 *
 * @param reason a kind of reason, without ids, so that equal ones can be counted
 */
record End(Fate fate, String reason) {
  static End trained() {
    return new End(Fate.TRAINED, "");
  }

  static End pending(String where) {
    return new End(Fate.PENDING, where);
  }

  static End filtered(String reason) {
    return new End(Fate.FILTERED, reason);
  }

  static End expired(String reason) {
    return new End(Fate.EXPIRED, reason);
  }

  static End deadLetter(String reason) {
    return new End(Fate.DEAD_LETTER, reason);
  }
}
