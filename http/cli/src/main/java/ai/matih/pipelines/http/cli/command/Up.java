package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.node.LocalNode;
import ai.matih.pipelines.http.cli.node.NodeFile;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.cli.output.Figures;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "up",
    description = "Start a local node and leave it running; `matih down` stops it.")
final class Up implements Callable<Integer> {
  @Mixin private CommonOptions options;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port of the API (that of the settings, 8000, or a free one if taken; 0 any).")
  private Optional<Integer> port = Optional.empty();

  @Override
  public Integer call() {
    Console console = options.console();
    Path home = options.home();
    Optional<NodeFile> running = NodeFile.running(home);
    if (running.isPresent()) {
      NodeFile node = running.get();
      console.say(
          "A node runs already: " + node.url() + "   home " + home + "   pid " + node.pid());
      return print(console, node.url(), node.pid(), home);
    }
    long start = System.nanoTime();
    OptionalInt chosen = port.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    LocalNode node =
        LocalNode.start(LocalNode.Start.here(home, chosen), part -> part(part, console));
    console.say(
        " ok node "
            + node.url()
            + "   home "
            + home
            + "   pid "
            + node.pid()
            + "   "
            + Figures.time(Duration.ofNanos(System.nanoTime() - start)));
    return print(console, node.url(), node.pid(), home);
  }

  /** The node itself is the last part, and is said with all that belongs to it. */
  private static void part(String part, Console console) {
    if (!part.startsWith("node ")) {
      console.say(" ok " + part);
    }
  }

  private static int print(Console console, URI url, long pid, Path home) {
    if (console.documents()) {
      ObjectNode document = Documents.object();
      document.put("url", url.toString()).put("pid", pid).put("home", home.toString());
      console.print(document);
    }
    return ExitCode.GOOD.number();
  }
}
