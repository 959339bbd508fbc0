package ai.matih.pipelines.templates;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The commented pipeline that {@code matih init} writes, with its connection and a few rows, so
 * that it runs as it is.
 */
public final class Starter {
  private static final List<String> FILES =
      List.of("pipeline.yaml", "connections/files.yaml", "data/orders/orders.csv");

  private Starter() {}

  /**
   * The texts by path relative to {@code folder}.
   *
   * @param name of the pipeline, {@code [a-z0-9-]+}
   * @param folder absolute, where the files will lie
   */
  public static Map<String, String> files(String name, Path folder) {
    String connection = name.toUpperCase(Locale.ROOT).replace('-', '_') + "_FILES";
    Map<String, String> texts = new LinkedHashMap<>();
    for (String file : FILES) {
      texts.put(
          file,
          read(file)
              .replace("@NAME@", name)
              .replace("@CONNECTION@", connection)
              .replace("@FOLDER@", folder.toString()));
    }
    return Collections.unmodifiableMap(texts);
  }

  private static String read(String file) {
    try (InputStream in = Starter.class.getResourceAsStream("starter/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
