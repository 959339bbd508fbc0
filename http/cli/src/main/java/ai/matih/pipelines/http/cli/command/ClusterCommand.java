package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.output.ClusterText;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.client.Answer;
import ai.matih.pipelines.http.client.ClusterView;
import ai.matih.pipelines.http.client.MatihClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "cluster",
    description = "The nodes, the readers of the journal, topics, wake-ups and engines.",
    subcommands = {
      ClusterCommand.Leave.class,
      ClusterCommand.Down.class,
      ClusterCommand.Drain.class,
      ClusterCommand.Undrain.class,
      ClusterCommand.PauseReader.class,
      ClusterCommand.ResumeReader.class,
      ClusterCommand.Rewind.class,
      ClusterCommand.Actions.class
    })
final class ClusterCommand extends NodeCommand {
  @Override
  ExitCode run(MatihClient client, Console console) {
    Answer<ClusterView> view = client.cluster().view();
    if (console.documents()) {
      console.print(view.document());
    } else {
      console.say(ClusterText.of(view.value()));
    }
    return ExitCode.GOOD;
  }

  /** Does something to a node. */
  abstract static class OfNode extends NodeCommand {
    @Parameters(
        index = "0",
        paramLabel = "NODE",
        description = "host:port as the cluster shows it.")
    private String node;

    private final String action;

    OfNode(String action) {
      this.action = action;
    }

    @Override
    final ExitCode run(MatihClient client, Console console) {
      client.cluster().member(node, action);
      console.say(" ok " + node + " " + action + " asked for; `matih cluster` shows it");
      return ExitCode.GOOD;
    }
  }

  @Command(name = "leave", description = "Let a node hand over what it owns and leave.")
  static final class Leave extends OfNode {
    Leave() {
      super("leave");
    }
  }

  @Command(name = "down", description = "Declare a node dead that is gone or cut off for good.")
  static final class Down extends OfNode {
    Down() {
      super("down");
    }
  }

  @Command(name = "drain", description = "Take a node's work and entities; it stays and gets none.")
  static final class Drain extends OfNode {
    Drain() {
      super("drain");
    }
  }

  @Command(name = "undrain", description = "Take a drained node back.")
  static final class Undrain extends OfNode {
    Undrain() {
      super("undrain");
    }
  }

  /** Does something to a reader of the journal. */
  abstract static class OfReader extends NodeCommand {
    @Parameters(index = "0", paramLabel = "READER", description = "As the cluster shows it.")
    String reader;
  }

  @Command(
      name = "pause",
      description = "Stop a reader of the journal; what it misses it tells later.")
  static final class PauseReader extends OfReader {
    @Override
    ExitCode run(MatihClient client, Console console) {
      client.cluster().reader(reader, "pause");
      console.say(" ok " + reader + " stops");
      return ExitCode.GOOD;
    }
  }

  @Command(name = "resume", description = "Let a reader of the journal go on.")
  static final class ResumeReader extends OfReader {
    @Override
    ExitCode run(MatihClient client, Console console) {
      client.cluster().reader(reader, "resume");
      console.say(" ok " + reader + " goes on");
      return ExitCode.GOOD;
    }
  }

  @Command(name = "rewind", description = "Set a reader back; it tells again what lies behind.")
  static final class Rewind extends OfReader {
    @Option(
        names = "--to",
        required = true,
        paramLabel = "POSITION",
        description = "A place of the journal; 0 for everything.")
    private long position;

    @Override
    ExitCode run(MatihClient client, Console console) {
      client.cluster().rewind(reader, position);
      console.say(" ok " + reader + " goes back to " + position);
      return ExitCode.GOOD;
    }
  }

  @Command(name = "actions", description = "What operators did, the newest first.")
  static final class Actions extends NodeCommand {
    @Option(names = "--size", defaultValue = "20", paramLabel = "N", description = "1 to 100 (20).")
    private int size;

    @Override
    ExitCode run(MatihClient client, Console console) {
      return Get.print(console, client.cluster().actions(size), ClusterText::actions);
    }
  }
}
