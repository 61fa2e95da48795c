package io.worldcompass.app;

/**
 * Where broker and registry are.
 *
 * @param bootstrapServers host:port list, or empty
 * @param schemaRegistry URL, or empty
 */
record Endpoints(String bootstrapServers, String schemaRegistry) {
  boolean areComplete() {
    return !bootstrapServers.isEmpty() && !schemaRegistry.isEmpty();
  }

  boolean areEmpty() {
    return bootstrapServers.isEmpty() && schemaRegistry.isEmpty();
  }
}
