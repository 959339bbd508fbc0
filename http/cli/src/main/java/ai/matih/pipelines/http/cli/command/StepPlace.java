package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.definition.IncludedFiles;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.Position;
import ai.matih.pipelines.definition.reading.DefinitionReader;
import ai.matih.pipelines.definition.reading.ReadResult;
import ai.matih.pipelines.http.client.ExecutionView;
import ai.matih.pipelines.http.client.FailureView;
import ai.matih.pipelines.http.client.MatihClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Where the step that failed a run stands in the definition that the run was started with. */
final class StepPlace {

  private StepPlace() {}

  /**
   * {@code file:line}, or without a file {@code NAME revision N, line L}; read from the revision's
   * own text, so that a file that was changed since does not mislead.
   */
  static Optional<String> ofFailure(MatihClient client, ExecutionView run, Optional<Path> file) {
    return run.failure()
        .flatMap(FailureView::step)
        .flatMap(step -> line(client.pipelines().source(run.pipelineId(), run.revision()), step))
        .map(
            line ->
                file.map(path -> path + ":" + line)
                    .orElse(run.pipelineName() + " revision " + run.revision() + ", line " + line));
  }

  /** The line of the step named as in a plan, e.g. {@code transform delays}. */
  static Optional<Integer> line(String text, String step) {
    ReadResult read =
        DefinitionReader.read(text.getBytes(StandardCharsets.UTF_8), IncludedFiles.NONE);
    return read.definition()
        .flatMap(definition -> path(definition, step))
        .flatMap(path -> Optional.ofNullable(read.positions().get(path)))
        .map(Position::line);
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
