package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.definition.Problem;
import ai.matih.pipelines.definition.Severity;
import ai.matih.pipelines.definition.reading.DefinitionReader;
import ai.matih.pipelines.definition.reading.ReadResult;
import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.command.DefinitionFiles.DefinitionFile;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.cli.output.ErrorText;
import ai.matih.pipelines.http.client.ProblemView;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "validate", description = "Check definitions; needs no node, connection or engine.")
final class Validate implements Callable<Integer> {
  @Mixin private CommonOptions options;

  @Parameters(arity = "0..*", paramLabel = "FILE|DIR", description = "What to check.")
  private List<Path> paths = List.of();

  @Option(names = "-f", paramLabel = "FILE|DIR", description = "The same.")
  private List<Path> files = List.of();

  @Override
  public Integer call() {
    Console console = options.console();
    DefinitionFiles definitions = DefinitionFiles.read(Arguments.paths(paths, files));
    ArrayNode documents = JsonNodeFactory.instance.arrayNode();
    boolean valid = true;
    for (DefinitionFile file : definitions.connections()) {
      ConnectionFile connection = ConnectionFile.read(file);
      console.say(" ok " + file.name() + "  connection " + connection.name());
    }
    for (DefinitionFile file : definitions.pipelines()) {
      ReadResult result =
          DefinitionReader.read(
              file.text().getBytes(StandardCharsets.UTF_8), new BesideFiles(file.path()));
      valid &= result.definition().isPresent();
      documents.add(document(file, result));
      if (!console.documents()) {
        console.say(lines(file, result));
      }
    }
    if (console.documents()) {
      console.print(documents);
    }
    return (valid ? ExitCode.GOOD : ExitCode.BAD_INPUT).number();
  }

  private static List<String> lines(DefinitionFile file, ReadResult result) {
    List<String> problems =
        result.problems().stream()
            .flatMap(problem -> ErrorText.problem(view(problem), Optional.of(file.name())).stream())
            .toList();
    long errors =
        result.problems().stream().filter(one -> one.severity() == Severity.ERROR).count();
    String summary =
        result
            .definition()
            .map(
                definition ->
                    " ok "
                        + file.name()
                        + "  "
                        + definition.metadata().name()
                        + "  "
                        + result.hash().orElse("").substring(0, 8))
            .orElse(" !! " + file.name() + "  " + errors + (errors == 1 ? " error" : " errors"));
    return java.util.stream.Stream.concat(problems.stream(), java.util.stream.Stream.of(summary))
        .toList();
  }

  private static ProblemView view(Problem problem) {
    return new ProblemView(
        problem.code(),
        problem.severity().name(),
        problem.path(),
        problem.line(),
        problem.column(),
        problem.message(),
        Optional.of(problem.remedy()));
  }

  private static ObjectNode document(DefinitionFile file, ReadResult result) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("file", file.name()).put("valid", result.definition().isPresent());
    result.hash().ifPresent(hash -> document.put("hash", hash));
    ArrayNode problems = document.putArray("problems");
    result
        .problems()
        .forEach(
            problem ->
                problems
                    .addObject()
                    .put("code", problem.code())
                    .put("severity", problem.severity().name().toLowerCase(java.util.Locale.ROOT))
                    .put("path", problem.path())
                    .put("line", problem.line())
                    .put("column", problem.column())
                    .put("message", problem.message())
                    .put("remedy", problem.remedy()));
    return document;
  }
}
