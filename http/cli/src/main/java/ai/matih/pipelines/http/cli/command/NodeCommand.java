package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
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
    try (MatihClient client = options.connect()) {
      return run(client, options.console()).number();
    } catch (UnreachableException gone) {
      throw options.fullDisk(gone.getMessage()).<RuntimeException>map(stop -> stop).orElse(gone);
    }
  }

  abstract ExitCode run(MatihClient client, Console console) throws Exception;
}
