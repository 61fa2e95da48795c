package io.worldcompass.app;

import io.worldcompass.producers.KeyMap;
import io.worldcompass.producers.Pseudonyms;
import io.worldcompass.schemas.config.Config;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The gameplay section of the configuration, as the readers and producers want it. */
final class GameplaySettings {
  private static final String SALT_FILE = "player-salt";
  private static final int SALT_BYTES = 16;

  private GameplaySettings() {}

  static KeyMap keys(Config.Gameplay config) {
    return KeyMap.of(
        config.forwardKeys(),
        config.backwardKeys(),
        config.leftKeys(),
        config.rightKeys(),
        config.degreesPerCount(),
        config.ticksPerSecond());
  }

  /** Pseudonyms with the configured salt, or with the one that the data directory keeps. */
  static Pseudonyms pseudonyms(Config config) {
    Config.Gameplay gameplay = config.gameplay();
    String salt = gameplay.salt().isEmpty() ? kept(config.storage().data()) : gameplay.salt();
    return new Pseudonyms(salt, gameplay.hashFileNames());
  }

  private static String kept(Path data) {
    Path file = data.resolve(SALT_FILE);
    try {
      Files.createDirectories(data);
      try {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
            file, HexFormat.of().formatHex(salt), StandardOpenOption.TRUNCATE_EXISTING);
      } catch (FileAlreadyExistsException e) {
        // An earlier start drew it.
      }
      String salt = Files.readString(file).strip();
      if (salt.isEmpty()) {
        throw new UserException(file + " is empty; delete it, or set gameplay.salt");
      }
      return salt;
    } catch (IOException e) {
      throw new UserException("the salt of player ids cannot be kept in " + file + ": " + e, e);
    }
  }
}
