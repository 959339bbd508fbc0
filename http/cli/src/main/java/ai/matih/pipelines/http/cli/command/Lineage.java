package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.cli.output.LineageText;
import ai.matih.pipelines.http.client.MatihClient;
import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "lineage",
    description = "Show what a run read and wrote; -o json gives its OpenLineage events.")
final class Lineage extends NodeCommand {
  @Parameters(index = "0", paramLabel = "RUN", description = "The run's id.")
  private String id;

  @Override
  ExitCode run(MatihClient client, Console console) {
    JsonNode lineage = client.executions().lineage(id);
    if (console.documents()) {
      console.print(lineage);
    } else {
      console.say(LineageText.steps(lineage));
    }
    return ExitCode.GOOD;
  }
}
