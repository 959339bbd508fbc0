package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.client.Answer;
import ai.matih.pipelines.http.client.MatihClient;
import ai.matih.pipelines.http.client.PipelineView;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "rollback", description = "Make an earlier revision's definition the live one.")
final class Rollback extends NodeCommand {
  @Parameters(index = "0", paramLabel = "PIPELINE", description = "Name or id.")
  private String pipeline;

  @Option(
      names = "--to",
      paramLabel = "REVISION",
      description = "The revision (the one before the live one).")
  private Optional<Integer> revision = Optional.empty();

  @Override
  ExitCode run(MatihClient client, Console console) {
    PipelineView found = PipelineName.find(client, pipeline).value();
    int wanted = revision.orElse(found.revision() - 1);
    Answer<PipelineView> changed = client.pipelines().rollback(found.pipelineId(), wanted);
    if (console.documents()) {
      console.print(changed.document());
    } else {
      PipelineView now = changed.value();
      console.say(" ok " + now.name() + "  revision " + now.revision() + " as revision " + wanted);
    }
    return ExitCode.GOOD;
  }
}
