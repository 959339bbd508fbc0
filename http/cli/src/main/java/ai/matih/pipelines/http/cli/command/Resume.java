package ai.matih.pipelines.http.cli.command;

import picocli.CommandLine.Command;

@Command(name = "resume", description = "Let a paused pipeline run again.")
final class Resume extends LifecycleCommand {
  Resume() {
    super("resume");
  }
}
