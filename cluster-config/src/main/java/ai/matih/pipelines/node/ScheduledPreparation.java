package ai.matih.pipelines.node;

import ai.matih.pipelines.Coordinator;
import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.definition.Problem;
import ai.matih.pipelines.pipeline.IntervalPreparation;
import ai.matih.pipelines.pipeline.Pipeline;
import ai.matih.pipelines.pipeline.PipelineCommand.BackfillPrepared;
import ai.matih.pipelines.pipeline.PipelineCommand.FiringPrepared;
import ai.matih.pipelines.pipeline.PipelineCommand.IntervalPrepared;
import ai.matih.pipelines.pipeline.PipelineCommand.Pinned;
import ai.matih.pipelines.pipeline.Revision;
import ai.matih.pipelines.planning.Plan;
import ai.matih.pipelines.planning.PlanningService;
import ai.matih.pipelines.planning.Preparation;
import ai.matih.pipelines.schedule.Backfill;
import ai.matih.pipelines.schedule.DataInterval;
import ai.matih.pipelines.schedule.Interval;
import ai.matih.pipelines.trigger.Firing;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pins scheduled runs as the planning service pins those that people ask for. Thread-safe. */
record ScheduledPreparation(Coordinator coordinator, PlanningService planning, PriceBook prices)
    implements IntervalPreparation {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduledPreparation.class);

  @Override
  public void prepare(Pipeline pipeline, Interval interval) {
    Revision live = pipeline.live();
    planning
        .prepare(pipeline.tenant().orElseThrow(), live, Map.of(), Optional.empty())
        .whenComplete(
            (prepared, failure) -> {
              if (failure != null) {
                LOG.warn(
                    "the run of {} due at {} cannot be prepared, trying again: {}",
                    live.plan().pipelineName(),
                    interval.nominal(),
                    failure.toString());
              } else {
                coordinator.prepared(
                    pipeline.id().orElseThrow(), answer(interval, live.number(), prepared));
              }
            });
  }

  @Override
  public void prepare(Pipeline pipeline, Firing firing) {
    Revision live = pipeline.live();
    planning
        .prepare(pipeline.tenant().orElseThrow(), live, firing.parameters(), Optional.empty())
        .whenComplete(
            (prepared, failure) -> {
              if (failure != null) {
                LOG.warn(
                    "the run of {} that trigger {} asks for cannot be prepared, trying again: {}",
                    live.plan().pipelineName(),
                    firing.trigger(),
                    failure.toString());
              } else {
                coordinator.prepared(
                    pipeline.id().orElseThrow(),
                    new FiringPrepared(
                        firing.trigger(),
                        firing.key(),
                        live.number(),
                        pinned(prepared),
                        problem(prepared)));
              }
            });
  }

  @Override
  public void prepare(Pipeline pipeline, Backfill backfill, DataInterval interval) {
    Revision live = pipeline.live();
    planning
        .prepare(
            pipeline.tenant().orElseThrow(),
            live,
            backfill.request().parameters(),
            Optional.empty())
        .whenComplete(
            (prepared, failure) -> {
              if (failure != null) {
                LOG.warn(
                    "the run of {} for the interval from {} cannot be prepared, trying again: {}",
                    live.plan().pipelineName(),
                    interval.start(),
                    failure.toString());
              } else {
                coordinator.prepared(
                    pipeline.id().orElseThrow(),
                    new BackfillPrepared(
                        backfill.id(),
                        interval.start(),
                        live.number(),
                        pinned(prepared),
                        problem(prepared)));
              }
            });
  }

  private Optional<Pinned> pinned(Preparation prepared) {
    return switch (prepared) {
      case Preparation.Ready ready ->
          Optional.of(
              new Pinned(
                  ready.plan(),
                  ready.parameters(),
                  ready.variables(),
                  ready.connections(),
                  prices));
      case Preparation.Blocked ignored -> Optional.empty();
      case Preparation.Invalid ignored -> Optional.empty();
    };
  }

  private static String problem(Preparation prepared) {
    return switch (prepared) {
      case Preparation.Ready ignored -> "";
      case Preparation.Blocked blocked ->
          blocked.plan().blockers().stream()
              .map(Plan.Blocker::message)
              .collect(Collectors.joining("; "));
      case Preparation.Invalid invalid ->
          invalid.problems().stream().map(Problem::message).collect(Collectors.joining("; "));
    };
  }

  private IntervalPrepared answer(Interval interval, int revision, Preparation prepared) {
    return new IntervalPrepared(
        interval.generation(), interval.nominal(), revision, pinned(prepared), problem(prepared));
  }
}
