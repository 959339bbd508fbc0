package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.Stop;
import ai.matih.pipelines.http.cli.node.Endpoints;
import ai.matih.pipelines.http.cli.node.Interruption;
import ai.matih.pipelines.http.cli.node.LocalNode;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.cli.output.PipelineText;
import ai.matih.pipelines.http.cli.output.RunFollower;
import ai.matih.pipelines.http.client.Endpoint;
import ai.matih.pipelines.http.client.ExecutionView;
import ai.matih.pipelines.http.client.MatihClient;
import ai.matih.pipelines.http.client.PipelineView;
import ai.matih.pipelines.http.client.Pipelines.ExecuteRequest;
import ai.matih.pipelines.http.client.StartedView;
import ai.matih.pipelines.http.client.UnreachableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "run",
    description = {
      "Run a pipeline and follow it to its end; the exit code tells how it ended.",
      "A file or folder is applied first. Without a node a file is run by one of its own, which",
      "ends with the run."
    })
final class Run implements Callable<Integer> {
  @Mixin private CommonOptions options;

  @Parameters(index = "0", paramLabel = "FILE|NAME", description = "A definition, or a pipeline.")
  private String what;

  @Option(
      names = "-p",
      paramLabel = "NAME=VALUE",
      description = "A parameter of the definition; may be repeated.")
  private Map<String, String> parameters = Map.of();

  @Option(names = "--engine", paramLabel = "NAME", description = "Run on this engine.")
  private Optional<String> engine = Optional.empty();

  @Option(names = "--priority", paramLabel = "LEVEL", description = "high, normal or low.")
  private Optional<String> priority = Optional.empty();

  @Option(names = "--override-budget", description = "Start it though the budget blocks it.")
  private boolean overrideBudget;

  @Option(names = "--no-wait", description = "Return as soon as the run is accepted.")
  private boolean noWait;

  @Override
  public Integer call() {
    Console console = options.console();
    Optional<Endpoint> endpoint = options.endpoint();
    if (endpoint.isEmpty() && isFile()) {
      return alone(console).number();
    }
    try (MatihClient client = options.connect()) {
      return elsewhere(client, console).number();
    } catch (UnreachableException gone) {
      throw options.fullDisk(gone.getMessage()).<RuntimeException>map(stop -> stop).orElse(gone);
    }
  }

  /** By a node of its own, which is stopped again whatever happens. */
  private ExitCode alone(Console console) {
    Path home = options.home();
    LocalNode node =
        LocalNode.start(
            LocalNode.Start.here(home, OptionalInt.empty()), part -> console.say(" ok " + part));
    try (MatihClient client =
        new MatihClient(Endpoints.endpoint(node.url(), home, options.environment()))) {
      String id = Interruption.during(() -> start(client, console).executionId(), node::stop);
      return Interruption.during(
          () -> followed(client, id, console), () -> cancel(client, id, node, console));
    } finally {
      node.stop();
    }
  }

  private static void cancel(MatihClient client, String id, LocalNode node, Console console) {
    console.say("\nCancelling " + id);
    client.executions().cancel(id, Optional.of("Ctrl-C"));
    ExecutionView end = new RunFollower(client, id, console.silent()).toEnd().value();
    console.say(end.status());
    node.stop();
  }

  /** By a node that goes on without us. */
  private ExitCode elsewhere(MatihClient client, Console console) {
    StartedView started = start(client, console);
    if (noWait) {
      if (console.documents()) {
        console.print(client.executions().get(started.executionId()).document());
      } else {
        console.say("Run " + started.executionId() + "  " + started.status());
      }
      return ExitCode.GOOD;
    }
    return Interruption.during(
        () -> followed(client, started.executionId(), console),
        () -> Following.detached(started.executionId(), console));
  }

  private ExitCode followed(MatihClient client, String id, Console console) {
    Optional<Path> file = isFile() ? Optional.of(Path.of(what)) : Optional.empty();
    return Following.toEnd(client, id, file.filter(Files::isRegularFile), console);
  }

  private StartedView start(MatihClient client, Console console) {
    PipelineView pipeline =
        isFile() ? applied(client, console) : PipelineName.find(client, what).value();
    return client
        .pipelines()
        .execute(
            pipeline.pipelineId(),
            new ExecuteRequest(Arguments.parameters(parameters), engine, priority, overrideBudget))
        .value();
  }

  private PipelineView applied(MatihClient client, Console console) {
    DefinitionFiles files = DefinitionFiles.read(List.of(Path.of(what)));
    if (files.pipelines().size() != 1) {
      throw Stop.with(
          ExitCode.BAD_INPUT,
          what + " has " + files.pipelines().size() + " pipelines",
          "Name the file of the one to run, or apply all and run one by its name.");
    }
    Applying applying = new Applying(client, options.placed(), false);
    files
        .connections()
        .forEach(file -> console.say(PipelineText.appliedConnection(applying.connection(file))));
    DefinitionFiles.DefinitionFile file = files.pipelines().getFirst();
    var applied = Placed.in(file, () -> applying.pipeline(file));
    console.say(PipelineText.appliedToRun(applied));
    return applied.value();
  }

  private boolean isFile() {
    boolean there = Files.exists(Path.of(what));
    if (!there && what.matches("(?s).*[/\\\\].*|.*\\.(yaml|yml|json)")) {
      throw Stop.with(
          ExitCode.BAD_INPUT,
          "There is no file " + what,
          "Name a definition file, a folder of them, or a pipeline of `matih get pipelines`.");
    }
    return there;
  }
}
