package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.definition.reading.FolderFiles;
import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.Stop;
import ai.matih.pipelines.http.cli.node.ProjectFile;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Definition files of a file or folder, connections before the pipelines that name them. In a
 * folder every {@code .yaml}, {@code .yml} and {@code .json} counts, except {@code matih.yaml} and
 * what lies below {@code data}.
 */
record DefinitionFiles(List<DefinitionFile> connections, List<DefinitionFile> pipelines) {
  private static final Pattern CONNECTION =
      Pattern.compile(
          "(?m)^kind:\\s*[\"']?connection\\b|^\\s*\\{[^{]*\"kind\"\\s*:\\s*\"connection\"");
  private static final String SUFFIXES = ".*\\.(yaml|yml|json)";

  DefinitionFiles {
    connections = List.copyOf(connections);
    pipelines = List.copyOf(pipelines);
  }

  static DefinitionFiles read(List<Path> given) {
    List<DefinitionFile> connections = new ArrayList<>();
    List<DefinitionFile> pipelines = new ArrayList<>();
    for (Path path : given) {
      for (Path file : files(path)) {
        String text = text(file);
        boolean connection = CONNECTION.matcher(text).find();
        (connection ? connections : pipelines).add(new DefinitionFile(file, text));
      }
    }
    if (connections.isEmpty() && pipelines.isEmpty()) {
      throw Stop.with(
          ExitCode.BAD_INPUT,
          "There is no definition in " + Arguments.named(given, List.of()),
          "Name a .yaml or .json file, or a folder of them.");
    }
    return new DefinitionFiles(connections, pipelines);
  }

  private static List<Path> files(Path path) {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> walk = Files.walk(path, 4)) {
      return walk.filter(file -> file.getFileName().toString().matches(SUFFIXES))
          .filter(file -> !path.relativize(file).startsWith("data"))
          .filter(file -> !file.getFileName().toString().equals(ProjectFile.NAME))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static Stop unreadable(Path path, IOException e) {
    String reason =
        switch (e) {
          case NoSuchFileException ignored -> "There is no file " + path;
          case MalformedInputException ignored -> path + " is not UTF-8";
          default -> path + " cannot be read: " + e.getMessage();
        };
    return Stop.with(ExitCode.BAD_INPUT, reason, "Name a definition file or a folder of them.");
  }

  /** A file and its text. */
  record DefinitionFile(Path path, String text) {
    String name() {
      return path.toString();
    }

    /** The name in {@code metadata}, if the text can be read that far. */
    Optional<String> pipelineName() {
      try {
        Object document = new Load(LoadSettings.builder().build()).loadFromString(text);
        if (!(document instanceof Map<?, ?> sections)) {
          return Optional.empty();
        }
        // the short form has its name at the top
        Object holder =
            sections.get("metadata") instanceof Map<?, ?> metadata ? metadata : sections;
        return ((Map<?, ?>) holder).get("name") instanceof String name
            ? Optional.of(name)
            : Optional.empty();
      } catch (YamlEngineException notYaml) {
        return Optional.empty();
      }
    }

    /** What is sent: the text byte for byte, with {@code sql_file} taken in where it is used. */
    String submission() {
      return SqlFiles.takenIn(
          text, new FolderFiles(Optional.ofNullable(path.getParent()).orElse(Path.of(""))));
    }
  }
}
