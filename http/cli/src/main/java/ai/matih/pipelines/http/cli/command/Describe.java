package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.Stop;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.cli.output.Figures;
import ai.matih.pipelines.http.cli.output.PipelineText;
import ai.matih.pipelines.http.cli.output.RunText;
import ai.matih.pipelines.http.client.Answer;
import ai.matih.pipelines.http.client.ExecutionView;
import ai.matih.pipelines.http.client.MatihClient;
import ai.matih.pipelines.http.client.Page;
import ai.matih.pipelines.http.client.PipelineView;
import ai.matih.pipelines.http.client.StepView;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "describe", description = "Show all of one pipeline, run or connection.")
final class Describe extends NodeCommand {
  @Parameters(
      arity = "1..2",
      paramLabel = "[KIND] NAME",
      description = "Name or id, with pipeline, run or connection before it.")
  private List<String> what = List.of();

  @Override
  ExitCode run(MatihClient client, Console console) {
    String name = what.getLast();
    String kind =
        what.size() == 2 ? what.getFirst() : name.startsWith("exec-") ? "run" : "pipeline";
    return switch (kind) {
      case "run", "runs", "execution" -> run(client, console, name);
      case "pipeline", "pipelines" -> pipeline(client, console, name);
      case "connection", "connections" ->
          Get.print(console, one(client.connections().get(name)), Get::connections);
      default ->
          throw Stop.with(
              ExitCode.BAD_INPUT,
              "Nothing of the kind " + kind + " can be described",
              "Write pipeline, run or connection before the name.");
    };
  }

  private static <T> Answer<Page<T>> one(Answer<T> answer) {
    return new Answer<>(new Page<>(List.of(answer.value()), Optional.empty()), answer.document());
  }

  private static ExitCode pipeline(MatihClient client, Console console, String name) {
    String id = PipelineName.find(client, name).value().pipelineId();
    Answer<PipelineView> pipeline = client.pipelines().get(id);
    if (console.documents()) {
      ObjectNode document = pipeline.document().deepCopy();
      document.set("revisions", client.pipelines().revisions(id).document().path("data"));
      console.print(document);
      return ExitCode.GOOD;
    }
    console.say(PipelineText.described(pipeline));
    client
        .pipelines()
        .revisions(id)
        .value()
        .data()
        .forEach(
            one ->
                console.say(
                    "  r"
                        + one.revision()
                        + (one.live() ? " live  " : "       ")
                        + one.hash().substring(0, 8)
                        + "  "
                        + Figures.instant(one.createdAt())
                        + "  "
                        + one.author()));
    return ExitCode.GOOD;
  }

  private static String parameters(Map<String, Object> values) {
    return new TreeMap<>(values)
        .entrySet().stream()
            .map(one -> one.getKey() + "=" + one.getValue())
            .collect(Collectors.joining(" "));
  }

  private static ExitCode run(MatihClient client, Console console, String id) {
    Answer<ExecutionView> run = client.executions().get(id);
    Answer<Page<StepView>> steps = client.executions().steps(id);
    if (console.documents()) {
      ObjectNode document = run.document().deepCopy();
      document.set("steps", steps.document().path("data"));
      console.print(document);
      return ExitCode.GOOD;
    }
    ExecutionView view = run.value();
    int width =
        steps.value().data().stream().mapToInt(step -> step.name().length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    lines.add(RunText.head(view));
    lines.add(
        "  pipeline  "
            + view.pipelineName()
            + " revision "
            + view.revision()
            + " on "
            + view.engine());
    lines.add(
        "  started   "
            + Figures.instant(view.submittedAt())
            + " by "
            + view.startedBy()
            + ", "
            + view.priority());
    view.interval()
        .ifPresent(
            due ->
                lines.add(
                    "  due       "
                        + Figures.instant(due.scheduledAt())
                        + ", covers "
                        + Figures.instant(due.start())
                        + " to "
                        + Figures.instant(due.end())
                        + (due.catchUp() ? ", caught up" : "")));
    view.trigger()
        .ifPresent(
            fired ->
                lines.add(
                    "  trigger   "
                        + fired.name()
                        + " ("
                        + fired.kind()
                        + "), key "
                        + fired.key()
                        + (fired.found().isEmpty()
                            ? ""
                            : ": " + String.join(", ", fired.found()))));
    if (!view.parameters().isEmpty()) {
      lines.add("  with      " + parameters(view.parameters()));
    }
    view.stages()
        .forEach(
            stage ->
                stage
                    .attempts()
                    .forEach(
                        attempt ->
                            lines.add(
                                "  attempt   "
                                    + attempt.attemptId()
                                    + "  "
                                    + attempt.state()
                                    + attempt.url().map(url -> "  " + url).orElse(""))));
    lines.addAll(RunText.beyondBudget(view));
    steps.value().data().forEach(step -> lines.add(RunText.step(step, width)));
    if (view.ended()) {
      lines.addAll(
          RunText.end(
              view, OptionalLong.empty(), StepPlace.ofFailure(client, view, Optional.empty())));
    } else {
      lines.add(view.status() + view.statusMeaning().map(text -> ", " + text).orElse(""));
      List<String> awaited = RunText.awaited(view);
      lines.addAll(awaited);
      if (awaited.isEmpty() || !view.status().equals("QUEUED")) {
        RunText.waiting(view).ifPresent(lines::add);
      }
    }
    console.say(lines);
    return ExitCode.GOOD;
  }
}
