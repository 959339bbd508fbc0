package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.client.MatihClient;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "logs", description = "Print what a run's steps wrote.")
final class Logs extends NodeCommand {
  @Parameters(index = "0", paramLabel = "RUN", description = "The run's id.")
  private String id;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the run has ended.")
  private boolean follow;

  @Option(names = "--step", paramLabel = "STEP", description = "One step's only.")
  private Optional<String> step = Optional.empty();

  @Override
  ExitCode run(MatihClient client, Console console) {
    if (follow) {
      client
          .executions()
          .followLogs(
              id,
              step,
              event -> {
                if (event.type().equals("log")) {
                  console.out().println(event.data());
                  console.out().flush();
                }
                return !event.type().equals("end");
              });
    } else {
      console.out().print(client.executions().logs(id, step));
      console.out().flush();
    }
    return ExitCode.GOOD;
  }
}
