package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.cli.output.PlanText;
import ai.matih.pipelines.http.client.Answer;
import ai.matih.pipelines.http.client.MatihClient;
import ai.matih.pipelines.http.client.PlanView;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "plan",
    description = "Show what applying a definition would change, and what a run would do and cost.")
final class Plan extends NodeCommand {
  @Parameters(arity = "0..*", paramLabel = "FILE|DIR", description = "What to plan.")
  private List<Path> paths = List.of();

  @Option(names = "-f", paramLabel = "FILE|DIR", description = "The same.")
  private List<Path> files = List.of();

  @Option(names = "--engine", paramLabel = "NAME", description = "Plan for this engine.")
  private Optional<String> engine = Optional.empty();

  @Override
  ExitCode run(MatihClient client, Console console) {
    DefinitionFiles definitions = DefinitionFiles.read(Arguments.paths(paths, files));
    Map<String, String> beside = ConnectionFile.names(definitions.connections());
    return Each.of(definitions.pipelines(), console)
        .run(
            file -> client.pipelines().plan(file.submission(), engine),
            (file, plan) -> lines(plan, beside));
  }

  /** A connection that is missing on the node may lie beside the definition, not applied yet. */
  private static List<String> notApplied(PlanView plan, Map<String, String> beside) {
    return plan.blockers().stream()
        .flatMap(
            blocker ->
                beside.entrySet().stream()
                    .filter(one -> blocker.subject().equals("connection " + one.getKey())))
        .map(one -> " --  " + one.getValue() + " describes " + one.getKey() + "; apply it")
        .toList();
  }

  private static List<String> lines(Answer<PlanView> plan, Map<String, String> beside) {
    List<String> lines = new java.util.ArrayList<>(PlanText.changes(plan.value()));
    lines.addAll(PlanText.summary(plan.value()));
    lines.addAll(notApplied(plan.value(), beside));
    lines.addAll(PlanText.warnings(plan.value()));
    lines.addAll(PlanText.steps(plan.value()));
    return lines;
  }
}
