package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.client.MatihClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "reject", description = "End a run that waits at a gate.")
final class Reject extends NodeCommand {
  @Parameters(index = "0", paramLabel = "RUN", description = "The run's id.")
  private String id;

  @Mixin private VerdictOptions verdict;

  @Override
  ExitCode run(MatihClient client, Console console) {
    return RunChange.decide(client, console, id, false, verdict);
  }
}
