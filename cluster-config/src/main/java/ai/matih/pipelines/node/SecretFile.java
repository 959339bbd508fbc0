package ai.matih.pipelines.node;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The node's own secrets: a setting, or a file that the setting with {@code -file} behind it names.
 * They are not among the secrets that connections refer to.
 */
final class SecretFile {
  private SecretFile() {}

  /**
   * The value of {@code name}, or what the file of {@code name-file} holds without its last line
   * end.
   */
  static String value(Config c, String section, String name) {
    Optional<Path> file = path(c, section, name + "-file");
    if (file.isEmpty()) {
      return c.getString(name);
    }
    if (!c.getString(name).isEmpty()) {
      throw new SettingsException(
          section + "." + name + " and " + section + "." + name + "-file are both set: keep one");
    }
    try {
      return Files.readString(file.get()).stripTrailing();
    } catch (IOException e) {
      throw new SettingsException(
          section + "." + name + "-file cannot be read: " + file.get() + ": " + e.getMessage());
    }
  }

  /** A file that a setting names and that is there. */
  static Optional<Path> path(Config c, String section, String name) {
    String text = c.getString(name);
    if (text.isBlank()) {
      return Optional.empty();
    }
    Path file = Path.of(text).toAbsolutePath();
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new SettingsException(
          section + "." + name + " names " + file + ", which is no file that can be read here");
    }
    return Optional.of(file);
  }
}
