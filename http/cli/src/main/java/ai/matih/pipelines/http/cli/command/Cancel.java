package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.client.MatihClient;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "cancel", description = "Stop a run; it ends once its engine has stopped.")
final class Cancel extends NodeCommand {
  @Parameters(index = "0", paramLabel = "RUN", description = "The run's id.")
  private String id;

  @Option(
      names = "--abandon",
      description = "End it without proof that its engine stopped (own permission).")
  private boolean abandon;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in the journal.")
  private Optional<String> reason = Optional.empty();

  @Override
  ExitCode run(MatihClient client, Console console) {
    return RunChange.print(
        console,
        abandon ? client.executions().abandon(id, reason) : client.executions().cancel(id, reason));
  }
}
