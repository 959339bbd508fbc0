package ai.matih.pipelines.http.cli.command;

import picocli.CommandLine.Command;

@Command(name = "activate", description = "Let a pipeline run, by hand and by its schedule.")
final class Activate extends LifecycleCommand {
  Activate() {
    super("activate");
  }
}
