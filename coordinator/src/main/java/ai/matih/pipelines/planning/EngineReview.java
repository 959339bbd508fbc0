package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.PipelineDefinition;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What every engine says to a plan's steps: its limits first, then its planner's word on SQL. */
final class EngineReview implements EngineChoice.Judge {
  private final PipelineDefinition definition;
  private final List<DraftStep> steps;
  private final SourceFacts facts;
  private final Map<EngineKind, SqlChecker> checkers;
  private final Optional<String> gap;
  private final Map<EngineKind, SqlReview> sql = new EnumMap<>(EngineKind.class);

  EngineReview(
      PipelineDefinition definition,
      List<DraftStep> steps,
      SourceFacts facts,
      Map<EngineKind, SqlChecker> checkers,
      Optional<String> gap) {
    this.definition = definition;
    this.steps = steps;
    this.facts = facts;
    this.checkers = checkers;
    this.gap = gap;
  }

  @Override
  public Optional<String> refusal(EngineKind kind) {
    return limit(kind)
        .or(
            () ->
                sql(kind).refusals().entrySet().stream()
                    .findFirst()
                    .map(refusal -> "refuses " + refusal.getKey() + ": " + refusal.getValue()));
  }

  @Override
  public Optional<String> gap(EngineKind kind) {
    return EngineLimits.usesConnectors(kind) ? gap : Optional.empty();
  }

  @Override
  public Optional<String> praise(EngineKind kind) {
    return sql(kind).checked() > 0 && sql(kind).refusals().isEmpty()
        ? Optional.of("its planner accepts the SQL")
        : Optional.empty();
  }

  /** Steps that are pinned to another engine are not this one's business. */
  private Optional<String> limit(EngineKind kind) {
    return steps.stream()
        .filter(step -> step.pinned().orElse(kind) == kind)
        .flatMap(step -> EngineLimits.refusal(kind, step).stream())
        .findFirst()
        .or(
            () ->
                definition.tasks().stream()
                    .filter(task -> task.engine().orElse(kind) == kind)
                    .flatMap(task -> EngineLimits.refusal(kind, task).stream())
                    .findFirst());
  }

  private SqlReview sql(EngineKind kind) {
    SqlChecker checker = checkers.get(kind);
    return checker == null
        ? SqlReview.NONE
        : sql.computeIfAbsent(kind, any -> SqlReview.of(steps, facts, checker));
  }
}
