package ai.matih.pipelines.planning;

import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.Orchestration;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.planning.Plan.Blocker;
import ai.matih.pipelines.schedule.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes a definition executable. Equal requests and equal answers of the ports give equal plans.
 * Blocks as long as the ports do; safe for use from any thread if they are.
 */
public final class Planner {
  private final EngineCatalog engines;
  private final SourceStatistics statistics;
  private final SinkSupport sinks;
  private final Map<EngineKind, SqlChecker> checkers;
  private final Estimator estimator;

  /** A planner for one node's engines, connectors and prices. */
  public Planner(
      EngineCatalog engines,
      SourceStatistics statistics,
      SinkSupport sinks,
      Map<EngineKind, SqlChecker> checkers,
      PriceBook prices) {
    this.engines = engines;
    this.statistics = statistics;
    this.sinks = sinks;
    this.checkers = Map.copyOf(checkers);
    this.estimator = new Estimator(prices);
  }

  /** The plan, with blockers instead of an exception for everything that is not there. */
  public Plan plan(PlanRequest request) {
    PipelineDefinition definition = request.definition();
    Orchestration orchestration = definition.orchestration();
    List<DraftStep> steps = StepGraph.of(definition);
    SourceFacts facts = SourceFacts.ask(request, statistics);
    List<Blocker> gaps = Missing.connectors(request, facts, sinks);
    EngineReview review =
        new EngineReview(
            definition, steps, facts, checkers, gaps.stream().map(Blocker::message).findFirst());
    EngineChoice.Choice choice =
        new EngineChoice(engines, Workload.of(definition, steps, facts), review)
            .choose(request.engineOverride(), orchestration.engine());
    EngineDecision decision = choice.decision();
    List<String> connections = Missing.connections(definition);
    List<Blocker> blockers = new ArrayList<>(choice.blockers());
    blockers.addAll(pinnedEngines(steps, decision));
    blockers.addAll(Missing.connections(connections, request.connections().keySet()));
    if (EngineLimits.usesConnectors(decision.chosen())) {
      blockers.addAll(gaps);
    }
    blockers.addAll(Variables.unset(definition, request.variables()));
    return new Plan(
        definition.metadata().name(),
        Staging.stages(place(steps, decision)),
        decision,
        estimator.estimate(decision.chosen(), steps.size(), facts, request.history()),
        blockers,
        Advice.on(request, steps, decision, facts, sinks, engines),
        connections,
        orchestration.retryPolicy(),
        orchestration.timeout(),
        orchestration.schedule().map(Schedule::maxConcurrent).orElse(Integer.MAX_VALUE));
  }

  /** Engines that single steps are pinned to and that are not there. */
  private List<Blocker> pinnedEngines(List<DraftStep> steps, EngineDecision decision) {
    return steps.stream()
        .flatMap(step -> step.pinned().stream())
        .filter(kind -> kind != decision.chosen() && engines.find(kind).isEmpty())
        .distinct()
        .map(EngineChoice::stepEngineMissing)
        .toList();
  }

  private List<Staging.Placed> place(List<DraftStep> steps, EngineDecision decision) {
    Fingerprints fingerprints = new Fingerprints();
    List<Staging.Placed> placed = new ArrayList<>();
    for (DraftStep draft : steps) {
      EngineKind kind = draft.pinned().orElse(decision.chosen());
      String instance =
          kind == decision.chosen()
              ? decision.instance()
              : engines.find(kind).map(EngineInstance::name).orElse(kind.wireName());
      Step step =
          new Step(
              draft.name(),
              draft.work(),
              draft.after(),
              draft.inputs(),
              draft.retryPolicy(),
              draft.timeout(),
              fingerprints.next(draft));
      placed.add(new Staging.Placed(step, kind, instance, Gates.before(draft)));
    }
    return placed;
  }
}
