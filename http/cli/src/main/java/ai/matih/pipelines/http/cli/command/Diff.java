package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.Stop;
import ai.matih.pipelines.http.cli.command.DefinitionFiles.DefinitionFile;
import ai.matih.pipelines.http.cli.node.ProjectFile;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.cli.output.ErrorText;
import ai.matih.pipelines.http.cli.output.FlawedFile;
import ai.matih.pipelines.http.client.ConnectionView;
import ai.matih.pipelines.http.client.MatihClient;
import ai.matih.pipelines.http.client.PlanView;
import ai.matih.pipelines.http.client.RefusedException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "diff",
    description =
        "Show what applying would change. Ends with 0 if nothing, 2 if something, 1 if that cannot"
            + " be told.")
final class Diff extends NodeCommand {
  @Parameters(arity = "0..*", paramLabel = "FILE|DIR", description = "What to compare.")
  private List<Path> paths = List.of();

  @Option(names = "-f", paramLabel = "FILE|DIR", description = "The same.")
  private List<Path> files = List.of();

  @Option(
      names = "--owner",
      paramLabel = "LABEL",
      description = "Whose files these are; else `owner` of matih.yaml.")
  private Optional<String> owner = Optional.empty();

  @Option(names = "--prune", description = "Also what `apply --prune` would delete.")
  private boolean prune;

  /** What would become of one. */
  private record Difference(String sign, String kind, String name, List<String> details) {}

  @Override
  ExitCode run(MatihClient client, Console console) {
    DefinitionFiles definitions;
    try {
      definitions = DefinitionFiles.read(Arguments.paths(paths, files));
    } catch (Stop unreadable) {
      throw Stop.with(ExitCode.RUN_FAILED, unreadable.getMessage(), unreadable.remedy().orElse(""));
    }
    List<Difference> found = new ArrayList<>();
    Set<String> here = new HashSet<>();
    boolean sound = true;
    for (Map.Entry<String, Object> variable : variables().entrySet()) {
      here.add("variable " + variable.getKey());
      variable(client, variable.getKey(), variable.getValue()).ifPresent(found::add);
    }
    for (DefinitionFile file : definitions.connections()) {
      sound &= told(file, console, () -> connection(client, file, here).ifPresent(found::add));
    }
    for (DefinitionFile file : definitions.pipelines()) {
      sound &= told(file, console, () -> pipeline(client, file, here).ifPresent(found::add));
    }
    if (prune && sound) {
      String label =
          owner
              .or(() -> options.project().flatMap(ProjectFile::owner))
              .orElseThrow(
                  () ->
                      Stop.with(
                          ExitCode.RUN_FAILED,
                          "It is not said whose files these are",
                          "Add --owner LABEL, or `owner: LABEL` to matih.yaml."));
      new Pruning(client, label)
          .leftBehind(here)
          .forEach(left -> found.add(new Difference("-", left.kind(), left.name(), List.of())));
    }
    say(found, console);
    return !sound ? ExitCode.RUN_FAILED : found.isEmpty() ? ExitCode.GOOD : ExitCode.DIFFERENT;
  }

  private Map<String, Object> variables() {
    return options.chosen().map(ProjectFile.Environment::variables).orElse(Map.of());
  }

  private static boolean told(DefinitionFile file, Console console, Runnable compare) {
    try {
      compare.run();
      return true;
    } catch (RefusedException | FlawedFile refused) {
      ErrorText.of(refused, Optional.of(file.name())).lines().forEach(console.err()::println);
      return false;
    }
  }

  private static Optional<Difference> variable(MatihClient client, String name, Object value) {
    Optional<JsonNode> live =
        FolderApplying.found(() -> client.variables().get(name).value().value());
    String now = Documents.text(value);
    if (live.isEmpty()) {
      return Optional.of(new Difference("+", "variable", name, List.of("= " + now)));
    }
    return live.get().toString().equals(now)
        ? Optional.empty()
        : Optional.of(new Difference("~", "variable", name, List.of(live.get() + " -> " + now)));
  }

  private Optional<Difference> connection(
      MatihClient client, DefinitionFile file, Set<String> here) {
    ConnectionDefinition next = options.placed().apply(ConnectionFile.read(file));
    here.add("connection " + next.name());
    Optional<ConnectionView> live =
        FolderApplying.found(() -> client.connections().get(next.name()).value());
    if (live.isEmpty()) {
      return Optional.of(new Difference("+", "connection", next.name(), List.of(next.type())));
    }
    Map<String, String> before = new TreeMap<>(live.get().options());
    before.put("type", live.get().type());
    live.get().description().ifPresent(text -> before.put("description", text));
    live.get().secrets().forEach((field, secret) -> before.put("secrets." + field, secret));
    Map<String, String> after = new TreeMap<>(next.options());
    after.put("type", next.type());
    next.description().ifPresent(text -> after.put("description", text));
    next.secrets().forEach((field, secret) -> after.put("secrets." + field, secret.placeholder()));
    List<String> details = new ArrayList<>();
    Set<String> fields = new TreeSet<>(before.keySet());
    fields.addAll(after.keySet());
    for (String field : fields) {
      if (!Objects.equals(before.get(field), after.get(field))) {
        details.add(
            field
                + ": "
                + before.getOrDefault(field, "(none)")
                + " -> "
                + after.getOrDefault(field, "(none)"));
      }
    }
    return details.isEmpty()
        ? Optional.empty()
        : Optional.of(new Difference("~", "connection", next.name(), details));
  }

  private static Optional<Difference> pipeline(
      MatihClient client, DefinitionFile file, Set<String> here) {
    file.pipelineName().ifPresent(name -> here.add("pipeline " + name));
    PlanView plan = client.pipelines().plan(file.submission(), Optional.empty()).value();
    if (plan.live().isEmpty()) {
      return Optional.of(new Difference("+", "pipeline", plan.name(), List.of(file.name())));
    }
    if (plan.live().get().same()) {
      return Optional.empty();
    }
    List<String> details =
        plan.diff().stream()
            .map(
                change ->
                    change.path()
                        + ": "
                        + change.before().orElse("(none)")
                        + " -> "
                        + change.after().orElse("(none)"))
            .toList();
    return Optional.of(new Difference("~", "pipeline", plan.name(), details));
  }

  private static void say(List<Difference> found, Console console) {
    if (console.documents()) {
      ObjectNode document = Documents.object();
      document.put("changed", !found.isEmpty());
      ArrayNode changes = document.putArray("changes");
      for (Difference one : found) {
        ObjectNode change = changes.addObject();
        change.put(
            "change",
            switch (one.sign()) {
              case "+" -> "CREATE";
              case "-" -> "DELETE";
              default -> "CHANGE";
            });
        change.put("kind", one.kind()).put("name", one.name());
        ArrayNode details = change.putArray("details");
        one.details().forEach(details::add);
      }
      console.print(document);
      return;
    }
    if (found.isEmpty()) {
      console.say("No change");
    }
    for (Difference one : found) {
      console.say(one.sign() + " " + one.kind() + " " + one.name());
      one.details().forEach(line -> console.say("    " + line));
    }
  }
}
