package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.client.Answer;
import ai.matih.pipelines.http.client.MatihClient;
import ai.matih.pipelines.http.client.PipelineView;
import picocli.CommandLine.Parameters;

/** Moves a pipeline to another status. */
abstract class LifecycleCommand extends NodeCommand {
  private final String action;

  @Parameters(index = "0", paramLabel = "PIPELINE", description = "Name or id.")
  private String pipeline;

  LifecycleCommand(String action) {
    this.action = action;
  }

  @Override
  final ExitCode run(MatihClient client, Console console) {
    PipelineView found = PipelineName.find(client, pipeline).value();
    Answer<PipelineView> changed = client.pipelines().change(found.pipelineId(), action);
    if (console.documents()) {
      console.print(changed.document());
    } else {
      console.say(" ok " + changed.value().name() + "  " + changed.value().status());
    }
    return ExitCode.GOOD;
  }
}
