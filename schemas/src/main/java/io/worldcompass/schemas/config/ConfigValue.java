package io.worldcompass.schemas.config;

/**
 * A value as written, and where.
 *
 * @param text the value's text
 * @param origin built-in, file:line, an environment variable, or a flag
 */
public record ConfigValue(String text, String origin) {}
