package ai.matih.pipelines.persistence.projection.lineage;

import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.StepRun;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.json.IsoTime;
import ai.matih.pipelines.planning.Plan;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.openlineage.client.OpenLineageClientUtils;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The OpenLineage events that a change of a run's state gives, as JSON: START of the run and of
 * each step, then COMPLETE, FAIL or ABORT of each. They follow from the two states alone, so
 * whatever the engine reported or left out, every start has one end. Thread-safe.
 */
public final class LineageEvents {

  private static final URI PRODUCER = URI.create("https://matih.ai/pipelines");
  private static final int PLANS = 500;

  private final OpenLineage lineage = new OpenLineage(PRODUCER);
  private final LineageDatasets datasets = new LineageDatasets(lineage);
  private final String envelope =
      "\",\"producer\":\""
          + PRODUCER
          + "\",\"schemaURL\":\""
          + lineage.newRunEventBuilder().build().getSchemaURL()
          + "\",\"eventType\":\"";
  private final Map<OfPlan, PlanTexts> texts = new ConcurrentHashMap<>();

  /** One plan in memory, whatever it is equal to: comparing would cost more than it saves. */
  private record OfPlan(TenantId tenant, Plan plan) {
    @Override
    public boolean equals(Object other) {
      return other instanceof OfPlan(TenantId of, Plan that) && that == plan && of.equals(tenant);
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(plan);
    }
  }

  /** The events of one change, in order; {@code at} is when it was journaled. */
  public List<String> of(Execution before, Execution after, Instant at) {
    boolean ended = before.end().isEmpty() && after.end().isPresent();
    if (after.spec().isEmpty() || before.steps() == after.steps() && !ended) {
      return List.of();
    }
    var plan = plan(after);
    var events = new ArrayList<String>();
    if (before.spec().isEmpty()) {
      events.add(run(plan, after, EventType.START, at));
    }
    for (var step : after.steps().values()) {
      var earlier = before.steps().get(step.name());
      if (earlier != step) {
        steps(
            events,
            plan,
            after,
            step,
            earlier == null ? StepRun.State.PENDING : earlier.state(),
            at);
      }
    }
    if (ended) {
      events.add(run(plan, after, end(after), at));
    }
    return events;
  }

  private PlanTexts plan(Execution run) {
    var key = new OfPlan(run.pinned().tenant(), run.plan());
    var known = texts.get(key);
    if (known == null) {
      known = new PlanTexts(lineage, run);
      if (texts.size() >= PLANS) {
        texts.clear();
      }
      texts.put(key, known);
    }
    return known;
  }

  private void steps(
      List<String> events,
      PlanTexts plan,
      Execution run,
      StepRun step,
      StepRun.State before,
      Instant at) {
    if (before == step.state()) {
      return;
    }
    var began = step.startedAt().orElse(at);
    var end =
        switch (step.state()) {
          case RUNNING -> Optional.of(EventType.START);
          case SUCCEEDED -> Optional.of(EventType.COMPLETE);
          case FAILED -> Optional.of(EventType.FAIL);
          case CANCELLED -> Optional.of(EventType.ABORT);
          case PENDING, REUSED, SKIPPED -> Optional.<EventType>empty();
        };
    if (end.isEmpty()) {
      return;
    }
    boolean starts = step.state() == StepRun.State.RUNNING;
    if (starts || before != StepRun.State.RUNNING) {
      events.add(step(plan, run, step, EventType.START, began));
    }
    if (!starts) {
      events.add(step(plan, run, step, end.get(), step.endedAt().orElse(at)));
    }
  }

  private static EventType end(Execution run) {
    return switch (run.status()) {
      case SUCCEEDED -> EventType.COMPLETE;
      case FAILED, TIMED_OUT -> EventType.FAIL;
      case CANCELLED, SKIPPED -> EventType.ABORT;
      case QUEUED, DISPATCHED, RUNNING, AWAITING_APPROVAL, RETRYING, RECONCILING, CANCELLING ->
          throw new IllegalStateException("a run that has ended is " + run.status());
    };
  }

  private String run(PlanTexts plan, Execution run, EventType type, Instant at) {
    var text = start(type, at, LineageNames.run(run));
    rest(
        text,
        plan,
        run.end().flatMap(Execution.End::failure),
        plan.job(),
        datasets.inputs(run),
        datasets.outputs(run));
    return text.toString();
  }

  private String step(PlanTexts plan, Execution run, StepRun step, EventType type, Instant at) {
    var text = start(type, at, LineageNames.run(run, step)).append("\"parent\":");
    plan.parent(text, LineageNames.run(run));
    text.append(',');
    rest(
        text,
        plan,
        step.failure(),
        plan.job(step.name()),
        datasets.inputs(run, step, plan.step(step.name())),
        type == EventType.COMPLETE ? datasets.outputs(step) : List.of());
    return text.toString();
  }

  /** Up to the first of the run's facets. */
  private StringBuilder start(EventType type, Instant at, UUID run) {
    return new StringBuilder(2_048)
        .append("{\"eventTime\":\"")
        .append(IsoTime.text(at))
        .append(envelope)
        .append(type)
        .append("\",\"run\":{\"runId\":\"")
        .append(run)
        .append("\",\"facets\":{");
  }

  private void rest(
      StringBuilder text,
      PlanTexts plan,
      Optional<Failure> failure,
      String job,
      List<?> inputs,
      List<?> outputs) {
    failure.ifPresent(
        why ->
            text.append("\"errorMessage\":")
                .append(OpenLineageClientUtils.toJson(error(why)))
                .append(','));
    text.append("\"processing_engine\":").append(plan.engine());
    text.append("}},\"job\":").append(job);
    text.append(",\"inputs\":").append(json(inputs));
    text.append(",\"outputs\":").append(json(outputs)).append('}');
  }

  private static String json(List<?> datasets) {
    return datasets.isEmpty() ? "[]" : OpenLineageClientUtils.toJson(datasets);
  }

  private OpenLineage.ErrorMessageRunFacet error(Failure failure) {
    return lineage
        .newErrorMessageRunFacetBuilder()
        .message(failure.code() + ": " + failure.message())
        .programmingLanguage("SQL")
        .build();
  }
}
