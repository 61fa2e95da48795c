package io.worldcompass.producers;

/** Why a log stops being one unbroken stretch of play, for people and for the dry run. */
final class Break {
  static final String DEATH = "death";
  static final String TELEPORT = "teleport";
  static final String GAP = "gap";
  static final String OPEN_MENU = "open menu";
  static final String LEVEL_CHANGE = "level change";

  private Break() {}
}
