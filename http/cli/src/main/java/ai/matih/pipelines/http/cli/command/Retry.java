package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.node.Interruption;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.client.MatihClient;
import ai.matih.pipelines.http.client.StartedView;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "retry",
    description = "Run an ended run again as a new one, from the step that failed, and follow it.")
final class Retry extends NodeCommand {
  @Parameters(index = "0", paramLabel = "RUN", description = "The ended run's id.")
  private String id;

  @Option(names = "--from", paramLabel = "STEP", description = "From this step on.")
  private Optional<String> from = Optional.empty();

  @Option(names = "--all", description = "Every step.")
  private boolean all;

  @Option(names = "--override-budget", description = "Start it though the budget blocks it.")
  private boolean overrideBudget;

  @Override
  ExitCode run(MatihClient client, Console console) {
    StartedView started = client.executions().retry(id, from, all, overrideBudget).value();
    return Interruption.during(
        () -> Following.toEnd(client, started.executionId(), Optional.empty(), console),
        () -> Following.detached(started.executionId(), console));
  }
}
