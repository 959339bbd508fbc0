package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.cli.output.PipelineText;
import ai.matih.pipelines.http.client.MatihClient;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "apply",
    description = "Register connections and pipelines; a changed definition makes a new revision.")
final class Apply extends NodeCommand {
  @Parameters(arity = "0..*", paramLabel = "FILE|DIR", description = "What to apply.")
  private List<Path> paths = List.of();

  @Option(names = "-f", paramLabel = "FILE|DIR", description = "The same.")
  private List<Path> files = List.of();

  @Option(names = "--paused", description = "Do not activate a new pipeline.")
  private boolean paused;

  @Override
  ExitCode run(MatihClient client, Console console) {
    DefinitionFiles definitions = DefinitionFiles.read(Arguments.paths(paths, files));
    Applying applying = new Applying(client, options.placed(), paused);
    ExitCode connections =
        Each.of(definitions.connections(), console)
            .run(applying::connection, (file, answer) -> PipelineText.appliedConnection(answer));
    ExitCode pipelines =
        Each.of(definitions.pipelines(), console)
            .run(applying::pipeline, (file, answer) -> PipelineText.applied(answer));
    return connections == ExitCode.GOOD ? pipelines : connections;
  }
}
