package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.Stop;
import ai.matih.pipelines.http.cli.node.LocalNode;
import ai.matih.pipelines.http.cli.node.NodeFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "migrate",
    description =
        "Bring the schema of the node's database up to date, as its settings and MATIH_POSTGRES_*"
            + " name it; a start does so too, unless postgres.migrate is false.")
final class Migrate implements Callable<Integer> {
  @Mixin private CommonOptions options;

  @Option(names = "--check", description = "Only say what is missing; ends with 1 if anything is.")
  private boolean check;

  @Override
  public Integer call() {
    Path home = options.home();
    if (NodeFile.running(home).isPresent() && !check) {
      throw Stop.with(
          ExitCode.BAD_INPUT,
          "A node runs in " + home + ", which migrated when it started",
          "`matih migrate --check` says how far its database is; `matih down` stops it.");
    }
    return LocalNode.migrate(home, check);
  }
}
