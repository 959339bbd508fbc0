package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.reading.DefinitionReader;
import ai.matih.pipelines.definition.reading.FolderFiles;
import ai.matih.pipelines.definition.reading.ReadResult;
import ai.matih.pipelines.http.cli.command.DefinitionFiles.DefinitionFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Where a step of a run stands in the file that it came from. */
final class StepPlace {

  private StepPlace() {}

  /** {@code file:line} of the step named as in a plan, e.g. {@code transform delays}. */
  static Optional<String> of(DefinitionFiles files, String step) {
    DefinitionFile file = files.pipelines().getFirst();
    Path folder = Optional.ofNullable(file.path().getParent()).orElse(Path.of(""));
    ReadResult read =
        DefinitionReader.read(
            file.text().getBytes(StandardCharsets.UTF_8), new FolderFiles(folder));
    return read.definition()
        .flatMap(definition -> path(definition, step))
        .flatMap(path -> Optional.ofNullable(read.positions().get(path)))
        .map(position -> file.name() + ":" + position.line());
  }

  private static Optional<String> path(PipelineDefinition definition, String step) {
    int blank = step.indexOf(' ');
    if (blank < 0) {
      return Optional.empty();
    }
    String name = step.substring(blank + 1);
    return switch (step.substring(0, blank)) {
      case "extract" -> Optional.of("sources." + name);
      case "transform" ->
          index("transformations", definition.transformations(), one -> one.name().equals(name));
      case "check" ->
          index("quality_checks", definition.qualityChecks(), one -> one.name().equals(name));
      case "load" -> Optional.of("sinks." + name);
      default -> Optional.empty();
    };
  }

  private static <T> Optional<String> index(
      String section, List<T> all, java.util.function.Predicate<T> wanted) {
    return IntStream.range(0, all.size())
        .filter(at -> wanted.test(all.get(at)))
        .mapToObj(at -> section + "[" + at + "]")
        .findFirst();
  }
}
