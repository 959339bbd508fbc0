package ai.matih.pipelines.http.cli.command;

import picocli.CommandLine.Command;

@Command(name = "pause", description = "Keep a pipeline from starting runs; runs in flight go on.")
final class Pause extends LifecycleCommand {
  Pause() {
    super("pause");
  }
}
