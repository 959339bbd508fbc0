package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.client.MatihClient;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "resolve",
    description = "Say what became of an attempt that its engine has forgotten.")
final class Resolve extends NodeCommand {
  @Parameters(index = "0", paramLabel = "RUN", description = "The run's id.")
  private String id;

  @Parameters(index = "1", paramLabel = "OUTCOME", description = "${COMPLETION-CANDIDATES}.")
  private Outcome outcome;

  @Option(names = "--stage", paramLabel = "NAME", description = "Which, if more are in doubt.")
  private Optional<String> stage = Optional.empty();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in the journal.")
  private Optional<String> reason = Optional.empty();

  /** What a person knows. */
  enum Outcome {
    succeeded,
    failed,
    retry
  }

  @Override
  ExitCode run(MatihClient client, Console console) {
    return RunChange.print(console, client.executions().resolve(id, outcome.name(), stage, reason));
  }
}
