package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.Stop;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.cli.output.PipelineText;
import ai.matih.pipelines.http.client.Answer;
import ai.matih.pipelines.http.client.ConnectionTestView;
import ai.matih.pipelines.http.client.ConnectionView;
import ai.matih.pipelines.http.client.MatihClient;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "connections",
    description = "List, show, register, try or delete connections.",
    subcommands = {
      ConnectionsCommand.All.class,
      ConnectionsCommand.One.class,
      ConnectionsCommand.Put.class,
      ConnectionsCommand.Try.class,
      ConnectionsCommand.Remove.class
    })
final class ConnectionsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what: list, get, apply, test, delete");
  }

  @Command(name = "list", description = "By name.")
  static final class All extends NodeCommand {
    @Override
    ExitCode run(MatihClient client, Console console) {
      return Get.print(console, client.connections().list(0, 100), Get::connections);
    }
  }

  @Command(name = "get", description = "One of them; secrets are shown as references.")
  static final class One extends NodeCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "Its name.")
    private String name;

    @Override
    ExitCode run(MatihClient client, Console console) {
      Answer<ConnectionView> found = client.connections().get(name);
      if (console.documents()) {
        console.print(found.document());
        return ExitCode.GOOD;
      }
      console.say(Get.connections(List.of(found.value())).lines());
      found.value().secrets().forEach((key, secret) -> console.say("  " + key + "  " + secret));
      return ExitCode.GOOD;
    }
  }

  @Command(
      name = "apply",
      aliases = {"create", "update"},
      description = "Register those of a file or folder; what differs gets a revision.")
  static final class Put extends NodeCommand {
    @Parameters(
        arity = "0..*",
        paramLabel = "FILE|DIR",
        description = "Files of kind: connection; those of pipelines are left alone.")
    private List<Path> paths = List.of();

    @Option(names = "-f", paramLabel = "FILE|DIR", description = "The same.")
    private List<Path> files = List.of();

    @Override
    ExitCode run(MatihClient client, Console console) {
      DefinitionFiles found = DefinitionFiles.read(Arguments.paths(paths, files));
      if (found.connections().isEmpty()) {
        throw Stop.with(
            ExitCode.BAD_INPUT,
            "There is no connection in " + Arguments.named(paths, files),
            "A connection's file begins with `kind: connection`; `matih init` writes one.");
      }
      return Each.of(found.connections(), console)
          .run(
              new Applying(client, options.placed(), false)::connection,
              (file, answer) -> PipelineText.appliedConnection(answer));
    }
  }

  @Command(name = "test", description = "Open one from the node, and say what came of it.")
  static final class Try extends NodeCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "Its name.")
    private String name;

    @Override
    ExitCode run(MatihClient client, Console console) {
      Answer<ConnectionTestView> test = client.connections().test(name);
      ConnectionTestView outcome = test.value();
      if (console.documents()) {
        console.print(test.document());
      } else {
        console.say((outcome.works() ? " ok " : " !! ") + name + "  " + outcome.message());
        outcome.remedy().ifPresent(text -> console.say("    " + text));
      }
      return outcome.works() ? ExitCode.GOOD : ExitCode.RUN_FAILED;
    }
  }

  @Command(name = "delete", description = "Delete one.")
  static final class Remove extends NodeCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "Its name.")
    private String name;

    @Override
    ExitCode run(MatihClient client, Console console) {
      client.connections().delete(name);
      console.say(" ok " + name + " deleted");
      return ExitCode.GOOD;
    }
  }
}
