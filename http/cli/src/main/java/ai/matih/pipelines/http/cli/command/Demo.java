package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.Stop;
import ai.matih.pipelines.http.cli.node.Endpoints;
import ai.matih.pipelines.http.cli.node.Interruption;
import ai.matih.pipelines.http.cli.node.LocalFolders;
import ai.matih.pipelines.http.cli.node.LocalNode;
import ai.matih.pipelines.http.cli.node.NodeFile;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.cli.output.DemoText;
import ai.matih.pipelines.http.cli.output.LineageText;
import ai.matih.pipelines.http.cli.output.PipelineText;
import ai.matih.pipelines.http.cli.output.PlanText;
import ai.matih.pipelines.http.cli.output.RunFollower;
import ai.matih.pipelines.http.cli.output.RunText;
import ai.matih.pipelines.http.client.Answer;
import ai.matih.pipelines.http.client.ExecutionView;
import ai.matih.pipelines.http.client.MatihClient;
import ai.matih.pipelines.http.client.PipelineView;
import ai.matih.pipelines.http.client.Pipelines.ExecuteRequest;
import ai.matih.pipelines.http.client.PlanView;
import ai.matih.pipelines.http.client.StepView;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description = "Start a node, run the example over real flights, and show what happened.")
final class Demo implements Callable<Integer> {
  private static final String MAIN = "flight-delays";
  private static final int TRIES = 3;
  private static final int LOOKS = 20;

  @Mixin private CommonOptions options;

  @Option(names = "--once", description = "End with the run, and with its exit code.")
  private boolean once;

  @Option(
      names = "--crash",
      description = "Kill the node (SIGKILL) in the middle of the run and start it again.")
  private boolean crash;

  private Console console;
  private Path home;
  private LocalNode node;
  private Instant startedAt;
  private Duration readyAfter = Duration.ZERO;

  @Override
  public Integer call() {
    console = options.console();
    home = options.home();
    startedAt = Instant.now();
    if (NodeFile.running(home).isPresent()) {
      throw Stop.with(
          ExitCode.NO_NODE,
          "A node runs already in " + home + ", and the demo wants one of its own",
          "Stop it with `matih down`, or set MATIH_HOME to another folder.");
    }
    console.say(DemoText.banner(Version.banner(), home));
    start(true);
    try {
      return Interruption.during(this::perform, this::end).number();
    } finally {
      end();
    }
  }

  private void end() {
    if (node.recording()) {
      console.say("Ending the node; once after a build it writes what makes its next starts quick");
    }
    node.stop();
  }

  private ExitCode perform() {
    ObjectNode document = Documents.object();
    Answer<ExecutionView> end;
    try (MatihClient client = connect()) {
      PipelineView pipeline = apply(client);
      String definition = client.pipelines().source(pipeline.pipelineId(), pipeline.revision());
      Answer<PlanView> plan = client.pipelines().plan(definition, Optional.empty());
      console.say(PlanText.summary(plan.value()));
      document.set("plan", plan.document());
      end = crash ? crashed(client, pipeline) : run(client, pipeline);
    }
    ExitCode code = RunFollower.exitCode(end.value());
    try (MatihClient client = connect()) {
      if (crash && code == ExitCode.GOOD) {
        code = audited(client, end.value(), document);
      }
      summarise(client, end, document);
      if (!once) {
        console.say("The node stays up until Ctrl-C");
        awaitInterruption();
      }
    }
    return code;
  }

  private void start(boolean first) {
    long began = System.nanoTime();
    List<String> parts = new ArrayList<>();
    boolean record = first && !crash;
    node =
        LocalNode.start(
            new LocalNode.Start(home, OptionalInt.empty(), project(), record), parts::add);
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    console.say(RunText.ended(DemoText.parts(parts, node.url()), took));
    readyAfter = first ? took : readyAfter;
  }

  /** The clone that bin/matih belongs to; the node may read the folders below it. */
  private Path project() {
    return Path.of(options.environment().getOrDefault("MATIH_ROOT", "")).toAbsolutePath();
  }

  private MatihClient connect() {
    return new MatihClient(Endpoints.endpoint(node.url(), home, options.environment()));
  }

  private PipelineView apply(MatihClient client) {
    Path folder = project().resolve("examples").resolve("flights");
    if (!Files.isDirectory(folder)) {
      throw Stop.with(
          ExitCode.BAD_INPUT,
          "There is no example in " + folder,
          "Run bin/matih of a clone of the project.");
    }
    DefinitionFiles files = DefinitionFiles.read(List.of(folder));
    console.say(DemoText.applying(files.connections().size(), files.pipelines().size()));
    Applying applying = new Applying(client, new LocalFolders(home, project())::placed, false);
    files.connections().forEach(file -> Placed.in(file, () -> applying.connection(file)));
    for (DefinitionFiles.DefinitionFile file : files.pipelines()) {
      console.say(PipelineText.applied(Placed.in(file, () -> applying.pipeline(file))));
    }
    return PipelineName.find(client, MAIN).value();
  }

  private Answer<ExecutionView> run(MatihClient client, PipelineView pipeline) {
    RunFollower follower = new RunFollower(client, execute(client, pipeline), console);
    Answer<ExecutionView> end = follower.toEnd();
    console.say(
        RunText.end(
            end.value(),
            follower.journalEvents(),
            StepPlace.ofFailure(client, end.value(), Optional.empty())));
    return end;
  }

  /** Kills the node after the first step has ended; a run that is too quick is started again. */
  private Answer<ExecutionView> crashed(MatihClient client, PipelineView pipeline) {
    for (int attempt = 1; ; attempt++) {
      RunFollower follower = new RunFollower(client, execute(client, pipeline), console);
      ExecutionView seen = follower.once();
      while (!seen.ended() && follower.stepsEnded() == 0) {
        seen = follower.once();
      }
      if (!seen.ended() || attempt == TRIES) {
        node.kill();
        console.say(DemoText.killed(follower.stepsEnded(), seen.progress().totalTasks()));
        start(false);
        try (MatihClient again = connect()) {
          RunFollower resumed = follower.resumedAt(again);
          Answer<ExecutionView> end = resumed.toEnd();
          console.say(
              RunText.end(
                  end.value(),
                  resumed.journalEvents(),
                  StepPlace.ofFailure(again, end.value(), Optional.empty())));
          return end;
        }
      }
      console.say(" -- it ended before the node could be killed; once more");
    }
  }

  /** Reads the loaded table back: as many rows as the run says, none of them twice. */
  private ExitCode audited(MatihClient client, ExecutionView run, ObjectNode document) {
    String definition = Documents.resource("flight-delays-audit.yaml");
    PipelineView audit =
        client
            .pipelines()
            .named("flight-delays-audit")
            .orElseGet(() -> client.pipelines().create(definition, false))
            .value();
    String id = execute(client, audit);
    ExecutionView end = new RunFollower(client, id, console.silent()).toEnd().value();
    long loaded = rows(client, run.executionId(), "load postgres", StepView::rowsIn);
    long found = rows(client, id, "extract loaded", StepView::rowsOut);
    boolean equal = end.status().equals("SUCCEEDED") && loaded == found;
    console.say(DemoText.audit(loaded, found, end, equal));
    document.putObject("audit").put("loaded", loaded).put("found", found).put("equal", equal);
    return equal ? ExitCode.GOOD : ExitCode.RUN_FAILED;
  }

  private static long rows(
      MatihClient client, String id, String step, ToLongFunction<StepView> count) {
    return client.executions().steps(id).value().data().stream()
        .filter(one -> one.name().equals(step))
        .mapToLong(count)
        .sum();
  }

  private static String execute(MatihClient client, PipelineView pipeline) {
    return client
        .pipelines()
        .execute(
            pipeline.pipelineId(),
            new ExecuteRequest(Map.of(), Optional.empty(), Optional.empty(), false))
        .value()
        .executionId();
  }

  private void summarise(MatihClient client, Answer<ExecutionView> end, ObjectNode document) {
    String id = end.value().executionId();
    List<StepView> steps = client.executions().steps(id).value().data();
    JsonNode lineage = lineage(client, id);
    console.say(DemoText.summary(end.value(), steps, lineage));
    console.say(DemoText.next(id, node.url()));
    if (console.documents()) {
      document.put("version", Version.text()).put("home", home.toString());
      document.put("url", node.url().toString());
      document.put("startedAt", startedAt.toString()).put("readyAfterMs", readyAfter.toMillis());
      document.set("execution", end.document());
      document.set("steps", client.executions().steps(id).document().path("data"));
      document.set("lineage", LineageText.datasets(lineage));
      console.print(document);
    }
  }

  /** The events follow the run's end within moments. */
  private static JsonNode lineage(MatihClient client, String id) {
    JsonNode lineage = client.executions().lineage(id);
    for (int look = 0; look < LOOKS && lineage.path("events").isEmpty(); look++) {
      pause();
      lineage = client.executions().lineage(id);
    }
    return lineage;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitInterruption() {
    while (node.alive() && !Interruption.came()) {
      pause();
    }
  }
}
