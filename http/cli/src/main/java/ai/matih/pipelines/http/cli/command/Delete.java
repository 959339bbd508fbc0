package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.client.MatihClient;
import ai.matih.pipelines.http.client.PipelineView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "delete", description = "Delete a pipeline for good; its name may be used again.")
final class Delete extends NodeCommand {
  @Parameters(index = "0", paramLabel = "PIPELINE", description = "Name or id.")
  private String pipeline;

  @Override
  ExitCode run(MatihClient client, Console console) {
    PipelineView found = PipelineName.find(client, pipeline).value();
    client.pipelines().delete(found.pipelineId());
    console.say(" ok " + found.name() + " deleted");
    return ExitCode.GOOD;
  }
}
