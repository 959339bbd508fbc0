package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.Stop;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.client.MatihClient;
import ai.matih.pipelines.http.client.UnreachableException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that asks a running node. */
abstract class NodeCommand implements Callable<Integer> {
  @Mixin CommonOptions options;

  @Override
  public final Integer call() throws Exception {
    if (options.source() && !hasSource()) {
      throw Stop.with(
          ExitCode.BAD_INPUT,
          "Only a pipeline has a source",
          "`matih get pipelines NAME -o source` prints it; use -o json or -o yaml here.");
    }
    try (MatihClient client = options.connect()) {
      return run(client, options.console()).number();
    } catch (UnreachableException gone) {
      throw options.fullDisk(gone.getMessage()).<RuntimeException>map(stop -> stop).orElse(gone);
    }
  }

  /** Whether {@code -o source} means something here. */
  boolean hasSource() {
    return false;
  }

  abstract ExitCode run(MatihClient client, Console console) throws Exception;
}
