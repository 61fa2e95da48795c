package io.worldcompass.producers.game;

/** A box that stands on the floor; x and z bounds and height in units. */
record Box(double minX, double maxX, double minZ, double maxZ, double height, Texture texture) {
  boolean nearerThan(double margin, double x, double z) {
    return x > minX - margin && x < maxX + margin && z > minZ - margin && z < maxZ + margin;
  }
}
