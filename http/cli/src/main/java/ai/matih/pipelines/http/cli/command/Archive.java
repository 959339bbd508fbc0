package ai.matih.pipelines.http.cli.command;

import picocli.CommandLine.Command;

@Command(name = "archive", description = "Retire a pipeline; its history stays.")
final class Archive extends LifecycleCommand {
  Archive() {
    super("archive");
  }
}
