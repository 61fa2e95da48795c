package io.worldcompass.embedded;

import java.io.IOException;
import java.io.StringReader;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * The file {@code VERSION} of a data directory: the number of our layout, and the Kafka version
 * that wrote the log. A log of an older Kafka is read by a newer one, never the other way round.
 */
final class VersionStamp {
  static final String FILE = "VERSION";
  static final String FILE_BEING_WRITTEN = "VERSION.new";

  /** Raised when an existing directory can no longer be read as it is. */
  static final int LAYOUT = 1;

  private VersionStamp() {}

  static boolean exists(Path directory) {
    return Files.exists(directory.resolve(FILE));
  }

  /**
   * Refuses a directory that this version cannot read; stamps a new one, or one of an older Kafka.
   */
  static void checkOrWrite(Path directory) throws IOException {
    String kafka = AppInfoParser.getVersion();
    if (exists(directory)) {
      check(directory, read(directory.resolve(FILE)), kafka);
    }
    write(directory, kafka);
  }

  private static void check(Path directory, Properties stamp, String kafka) {
    String layout = stamp.getProperty("layout", "none");
    if (!layout.equals(Integer.toString(LAYOUT))) {
      throw refused(directory, "layout " + layout, "layout " + LAYOUT);
    }
    String writtenBy = stamp.getProperty("kafka", "none");
    if (!isReadable(writtenBy, kafka)) {
      throw refused(directory, "Kafka " + writtenBy, "Kafka " + kafka);
    }
  }

  private static boolean isReadable(String writtenBy, String kafka) {
    try {
      return Version.parse(writtenBy).compareTo(Version.parse(kafka)) <= 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static EmbeddedException refused(Path directory, String found, String ours) {
    return new EmbeddedException(
        ("The data directory %s was written by another version (%s; this one has %s); use the version that wrote it, or"
                + " choose another directory.")
            .formatted(directory, found, ours));
  }

  private static Properties read(Path file) throws IOException {
    Properties stamp = new Properties();
    try {
      stamp.load(new StringReader(Files.readString(file)));
    } catch (IllegalArgumentException e) {
      return new Properties(); // damaged: refused as "layout none"
    }
    return stamp;
  }

  // Written aside and moved, so that a crash leaves the old stamp or the new one.
  private static void write(Path directory, String kafka) throws IOException {
    Path aside = directory.resolve(FILE_BEING_WRITTEN);
    Files.writeString(aside, "layout=%d%nkafka=%s%n".formatted(LAYOUT, kafka));
    Files.move(
        aside,
        directory.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
