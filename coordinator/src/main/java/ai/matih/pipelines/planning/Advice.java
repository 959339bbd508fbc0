package ai.matih.pipelines.planning;

import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.definition.Channel;
import ai.matih.pipelines.definition.Load;
import ai.matih.pipelines.definition.Notification;
import ai.matih.pipelines.definition.Orchestration;
import ai.matih.pipelines.definition.Sink;
import ai.matih.pipelines.definition.Trigger;
import ai.matih.pipelines.definition.WaitFor;
import ai.matih.pipelines.definition.WriteMode;
import ai.matih.pipelines.engine.DatasetVersion.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a person should know of a plan that can run all the same. */
final class Advice {
  private final PlanRequest request;
  private final List<String> sentences = new ArrayList<>();

  private Advice(PlanRequest request) {
    this.request = request;
  }

  static List<String> on(
      PlanRequest request,
      List<DraftStep> steps,
      EngineDecision decision,
      SourceFacts facts,
      SinkSupport sinks,
      EngineCatalog engines) {
    Advice advice = new Advice(request);
    advice.mergeKeys(facts);
    advice.sinks(sinks);
    advice.gates(steps);
    advice.engine(decision, engines);
    advice.notDriven();
    facts.silence().ifPresent(why -> advice.sentences.add("size unknown: " + why));
    return List.copyOf(advice.sentences);
  }

  /** A key that is not one of the rows' folds them: the last row of each key stays. */
  private void mergeKeys(SourceFacts facts) {
    request
        .definition()
        .sinks()
        .forEach(
            (name, sink) -> {
              if (sink.mode() == WriteMode.MERGE_ON_KEY) {
                sharedKeys(name, sink);
                missingKeys(name, sink, facts);
              }
            });
  }

  private void sharedKeys(String name, Sink sink) {
    Map<List<String>, String> first = new HashMap<>();
    for (Load load : sink.loads()) {
      String other = first.putIfAbsent(load.mergeKeys(), load.input());
      if (other != null) {
        sentences.add(
            "sink "
                + name
                + " merges "
                + load.input()
                + " on "
                + String.join(", ", load.mergeKeys())
                + " as it does "
                + other
                + ": rows of "
                + load.input()
                + " with the same key become one; give it keys of its own with tables:");
      }
    }
  }

  private void missingKeys(String name, Sink sink, SourceFacts facts) {
    for (Load load : sink.loads()) {
      List<String> columns = facts.schema(load.input()).stream().map(Column::name).toList();
      for (String key : load.mergeKeys()) {
        if (!columns.isEmpty() && columns.stream().noneMatch(key::equalsIgnoreCase)) {
          sentences.add(
              "sink " + name + " merges on " + key + ", which " + load.input() + " does not have");
        }
      }
    }
  }

  private void sinks(SinkSupport support) {
    request
        .definition()
        .sinks()
        .forEach(
            (name, sink) -> {
              Optional<ConnectionRevision> connection =
                  sink.connection().map(request.connections()::get);
              if (sink.connection().isEmpty() || connection.isPresent()) {
                support
                    .caution(sink, connection)
                    .ifPresent(what -> sentences.add("sink " + name + ": " + what));
              }
            });
  }

  private void gates(List<DraftStep> steps) {
    request.definition().orchestration().approvals().stream()
        .filter(approval -> steps.stream().noneMatch(step -> step.isNamed(approval.before())))
        .forEach(
            approval ->
                sentences.add("the approval before " + approval.before() + " holds up no step"));
    WaitFor.named(request.definition().orchestration().waitFor())
        .forEach(
            (name, wait) -> {
              if (steps.stream()
                  .flatMap(step -> step.approvals().stream())
                  .noneMatch(rule -> rule.name().equals(name))) {
                sentences.add(name + " holds up no step");
              }
            });
  }

  private void engine(EngineDecision decision, EngineCatalog engines) {
    engines
        .find(decision.chosen())
        .flatMap(EngineInstance::problem)
        .ifPresent(
            problem ->
                sentences.add(
                    "engine "
                        + decision.instance()
                        + " does not answer now, runs wait for it: "
                        + problem));
    engines
        .find(decision.chosen())
        .flatMap(EngineInstance::caution)
        .ifPresent(caution -> sentences.add("engine " + decision.instance() + ": " + caution));
  }

  /** What the definition asks for and this release keeps without acting on it. */
  private void notDriven() {
    Orchestration orchestration = request.definition().orchestration();
    for (Trigger trigger : orchestration.triggers()) {
      switch (trigger) {
        case Trigger.Webhook hook -> {
          if (hook.connection().isEmpty()) {
            sentences.add(
                "calls of hook "
                    + hook.name().orElse("")
                    + " are refused: it names no connection whose signing_key signs them");
          }
        }
        case Trigger.Dataset ignored -> {}
        case Trigger.Polled ignored -> {}
      }
    }
    for (Notification told : orchestration.notifications()) {
      if (told.connection().isEmpty() && told.channel() != Channel.KAFKA) {
        sentences.add(
            "nobody is told over " + told.channel().wireName() + ": it names no connection");
      }
    }
  }
}
