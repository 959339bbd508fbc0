package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.client.MatihClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "approve", description = "Let a run that waits at a gate go on.")
final class Approve extends NodeCommand {
  @Parameters(index = "0", paramLabel = "RUN", description = "The run's id.")
  private String id;

  @Mixin private VerdictOptions verdict;

  @Override
  ExitCode run(MatihClient client, Console console) {
    return RunChange.decide(client, console, id, true, verdict);
  }
}
