package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.definition.Reference;
import ai.matih.pipelines.definition.reading.ConnectionResult;
import ai.matih.pipelines.definition.reading.DefinitionReader;
import ai.matih.pipelines.definition.reading.FolderFiles;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
    List<Verdict> verdicts = new ArrayList<>();
    definitions.connections().forEach(file -> verdicts.add(connection(file)));
    Set<String> beside = ConnectionFile.names(definitions.connections()).keySet();
    definitions.pipelines().forEach(file -> verdicts.add(pipeline(file, beside)));
    if (console.documents()) {
      ArrayNode documents = JsonNodeFactory.instance.arrayNode();
      verdicts.forEach(verdict -> documents.add(verdict.document()));
      console.print(documents);
    } else {
      verdicts.forEach(verdict -> console.say(verdict.lines()));
    }
    boolean valid = verdicts.stream().allMatch(Verdict::valid);
    return (valid ? ExitCode.GOOD : ExitCode.BAD_INPUT).number();
  }

  private static Verdict connection(DefinitionFile file) {
    ConnectionResult result = ConnectionFile.check(file.text());
    return new Verdict(
        file.name(),
        result.connection().map(one -> "connection " + one.name()),
        Optional.empty(),
        Problems.of(result.problems()));
  }

  /**
   * What cannot be looked up here is a warning, except connections whose files are {@code beside}.
   */
  private static Verdict pipeline(DefinitionFile file, Set<String> beside) {
    Path folder = Optional.ofNullable(file.path().getParent()).orElse(Path.of(""));
    ReadResult result =
        DefinitionReader.read(
            file.text().getBytes(StandardCharsets.UTF_8), new FolderFiles(folder));
    return new Verdict(
        file.name(),
        result.definition().map(definition -> definition.metadata().name()),
        result.hash(),
        Problems.of(
            result.offlineReport().problems().stream()
                .filter(
                    problem ->
                        result.references().stream()
                            .filter(one -> one.kind() == Reference.Kind.CONNECTION)
                            .filter(one -> beside.contains(one.name()))
                            .noneMatch(one -> one.notLookedUp().equals(problem)))
                .toList()));
  }

  /** What was found in one file; {@code name} is there if it is valid. */
  private record Verdict(
      String file, Optional<String> name, Optional<String> hash, List<ProblemView> problems) {
    boolean valid() {
      return name.isPresent();
    }

    List<String> lines() {
      List<String> lines = new ArrayList<>();
      problems.forEach(one -> lines.addAll(ErrorText.problem(one, Optional.of(file))));
      long errors = problems.stream().filter(one -> one.severity().equals("ERROR")).count();
      lines.add(
          name.map(
                  text ->
                      " ok "
                          + file
                          + "  "
                          + text
                          + hash.map(h -> "  " + h.substring(0, 8)).orElse(""))
              .orElse(" !! " + file + "  " + errors + (errors == 1 ? " error" : " errors")));
      return lines;
    }

    ObjectNode document() {
      ObjectNode document = Documents.object();
      document.put("file", file).put("valid", valid());
      hash.ifPresent(text -> document.put("hash", text));
      ArrayNode list = document.putArray("problems");
      problems.forEach(
          problem ->
              list.addObject()
                  .put("code", problem.code())
                  .put("severity", problem.severity().toLowerCase(Locale.ROOT))
                  .put("path", problem.path())
                  .put("line", problem.line())
                  .put("column", problem.column())
                  .put("message", problem.message())
                  .put("remedy", problem.remedy().orElse("")));
      return document;
    }
  }
}
