package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.Stop;
import ai.matih.pipelines.http.cli.node.LocalNode;
import ai.matih.pipelines.http.cli.node.NodeFile;
import ai.matih.pipelines.http.cli.output.Console;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "down", description = "Stop the local node in order.")
final class Down implements Callable<Integer> {
  @Mixin private CommonOptions options;

  @Option(
      names = "--force",
      description = "Kill it at once; runs in flight go on at the next start.")
  private boolean force;

  @Override
  public Integer call() {
    Console console = options.console();
    Optional<ProcessHandle> process = NodeFile.running(options.home()).flatMap(NodeFile::process);
    if (process.isEmpty()) {
      console.say("No node runs in " + options.home());
      return ExitCode.GOOD.number();
    }
    if (force) {
      process.get().destroyForcibly();
      process.get().onExit().join();
    } else if (!LocalNode.stop(process.get())) {
      throw Stop.with(
          ExitCode.RUN_FAILED,
          "The node (pid " + process.get().pid() + ") is still ending after two minutes",
          "Read its logs in " + options.home().resolve("logs") + ", or use `matih down --force`.");
    }
    console.say("The node (pid " + process.get().pid() + ") has ended");
    return ExitCode.GOOD.number();
  }
}
