package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.command.DefinitionFiles.DefinitionFile;
import ai.matih.pipelines.http.cli.command.Folder.Change;
import ai.matih.pipelines.http.cli.command.Folder.Outcome;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.cli.output.ErrorText;
import ai.matih.pipelines.http.cli.output.FlawedFile;
import ai.matih.pipelines.http.cli.output.PipelineText;
import ai.matih.pipelines.http.client.Answer;
import ai.matih.pipelines.http.client.ConnectionView;
import ai.matih.pipelines.http.client.MatihClient;
import ai.matih.pipelines.http.client.Owners.Resource;
import ai.matih.pipelines.http.client.PipelineView;
import ai.matih.pipelines.http.client.RefusedException;
import ai.matih.pipelines.http.client.VariableView;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Brings variables, then connections, then pipelines to a node. Each gets its turn whatever becomes
 * of the others; a refused one is explained with its place and remedy, and the first refusal
 * decides the exit code.
 */
final class FolderApplying {
  private static final int NOT_FOUND = 404;

  private final MatihClient client;
  private final Applying applying;
  private final Console console;
  private final List<Outcome> outcomes = new ArrayList<>();
  private ExitCode code = ExitCode.GOOD;

  FolderApplying(MatihClient client, Applying applying, Console console) {
    this.client = client;
    this.applying = applying;
    this.console = console;
  }

  /** What was done and what its answer says. */
  private record Done(Outcome outcome, List<String> lines) {}

  /** Sets what differs from what the environment at {@code place} says. */
  void variables(String place, Map<String, Object> variables) {
    variables.forEach(
        (name, value) -> attempt("variable", name, place, () -> set(place, name, value)));
  }

  private Done set(String place, String name, Object value) {
    Optional<Answer<VariableView>> before = found(() -> client.variables().get(name));
    Answer<VariableView> after = client.variables().put(name, value);
    Change change = change(before.map(one -> one.value().revision()), after.value().revision());
    return new Done(
        new Outcome(
            "variable",
            name,
            place,
            change,
            Optional.of(new Resource("variable", name, name)),
            after.document()),
        List.of(" ok " + name + " = " + after.value().value()));
  }

  void connections(List<DefinitionFile> files) {
    files.forEach(file -> attempt("connection", file.name(), file.name(), () -> connection(file)));
  }

  private Done connection(DefinitionFile file) {
    String name = ConnectionFile.read(file).name();
    Optional<Answer<ConnectionView>> before = found(() -> client.connections().get(name));
    Answer<ConnectionView> after = applying.connection(file);
    Change change = change(before.map(one -> one.value().revision()), after.value().revision());
    return new Done(
        new Outcome(
            "connection",
            name,
            file.name(),
            change,
            Optional.of(new Resource("connection", name, name)),
            after.document()),
        PipelineText.appliedConnection(after));
  }

  void pipelines(List<DefinitionFile> files) {
    files.forEach(
        file -> attempt("pipeline", Outcome.nameOf(file), file.name(), () -> pipeline(file)));
  }

  private Done pipeline(DefinitionFile file) {
    Optional<Answer<PipelineView>> before = file.pipelineName().flatMap(client.pipelines()::named);
    Answer<PipelineView> after = applying.pipeline(file);
    Change change = change(before.map(one -> one.value().revision()), after.value().revision());
    Resource resource = new Resource("pipeline", after.value().name(), after.value().pipelineId());
    return new Done(
        new Outcome(
            "pipeline",
            after.value().name(),
            file.name(),
            change,
            Optional.of(resource),
            after.document()),
        PipelineText.applied(after));
  }

  private void attempt(String kind, String name, String place, Supplier<Done> work) {
    try {
      Done done = work.get();
      outcomes.add(done.outcome());
      if (!console.documents()) {
        console.say(done.lines());
      }
    } catch (RefusedException | FlawedFile refused) {
      ErrorText text = ErrorText.of(refused, Optional.of(place));
      text.lines().forEach(console.err()::println);
      code = code == ExitCode.GOOD ? text.code() : code;
      ObjectNode error = Documents.object();
      error.put("error", String.join("\n", text.lines()));
      outcomes.add(new Outcome(kind, name, place, Change.FAILED, Optional.empty(), error));
    }
  }

  /** Empty if there is none. */
  static <T> Optional<T> found(Supplier<T> ask) {
    try {
      return Optional.of(ask.get());
    } catch (RefusedException refused) {
      if (refused.status() == NOT_FOUND) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  private static Change change(Optional<Integer> before, int after) {
    return before
        .map(revision -> revision == after ? Change.UNCHANGED : Change.CHANGED)
        .orElse(Change.CREATED);
  }

  List<Outcome> outcomes() {
    return List.copyOf(outcomes);
  }

  /** That of the first refusal. */
  ExitCode code() {
    return code;
  }
}
