package io.worldcompass.schemas.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text to the type of a record component, within its range. */
final class ValueParser {
  private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h)");

  private ValueParser() {}

  /**
   * Parses a value.
   *
   * @throws IllegalArgumentException saying what was expected
   */
  static Object parse(Class<?> type, Setting setting, String text) {
    String trimmed = text.trim();
    if (type == String.class) {
      return trimmed;
    } else if (type == Path.class) {
      return Path.of(trimmed);
    } else if (type == boolean.class) {
      return parseBoolean(trimmed);
    } else if (type == Duration.class) {
      return parseDuration(trimmed);
    } else if (type.isEnum()) {
      return parseEnum(type, trimmed);
    }
    return parseNumber(type, setting, trimmed);
  }

  private static boolean parseBoolean(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("expected true or false");
    };
  }

  private static Duration parseDuration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("expected a duration such as 500ms, 30s, 10m or 2h");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  private static Object parseEnum(Class<?> type, String text) {
    String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of " + Arrays.toString(type.getEnumConstants())));
  }

  private static Object parseNumber(Class<?> type, Setting setting, String text) {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("expected a number", e);
    }
    if (!(value >= setting.min() && value <= setting.max())) {
      throw new IllegalArgumentException(
          "expected a number from " + setting.min() + " to " + setting.max());
    }
    if (type == double.class) {
      return value;
    }
    if (value != Math.rint(value)) {
      throw new IllegalArgumentException("expected a whole number");
    }
    if (type == int.class) {
      return Math.toIntExact((long) value);
    }
    return Long.parseLong(text);
  }
}
