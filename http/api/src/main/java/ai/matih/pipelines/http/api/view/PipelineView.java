package ai.matih.pipelines.http.api.view;

import ai.matih.pipelines.cost.Ledger;
import ai.matih.pipelines.http.api.port.Lists;
import ai.matih.pipelines.pipeline.Pipeline;
import ai.matih.pipelines.pipeline.PipelineCommand.Description;
import ai.matih.pipelines.pipeline.Revision;
import ai.matih.pipelines.planning.Plan;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pipeline.
 *
 * @param statusMeaning a sentence on what the status means
 * @param revision the live revision's number
 * @param hash the live revision's
 * @param engine the engine that runs it
 * @param definition the live revision's sections; in a read of one pipeline only
 * @param running runs that have not ended; in a read of one pipeline only
 * @param schedule its schedule, if it has one; in a read of one pipeline only
 * @param triggers those that the node drives; in a read of one pipeline only
 * @param spending what its runs cost this month (UTC); in a read of one pipeline only
 * @param blockers what is missing before it can run
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PipelineView(
    String pipelineId,
    String name,
    String version,
    Optional<String> description,
    List<String> tags,
    String status,
    String statusMeaning,
    int revision,
    Optional<String> hash,
    String engine,
    Instant createdAt,
    Instant updatedAt,
    Optional<Integer> running,
    Optional<ScheduleView> schedule,
    Optional<List<TriggerView>> triggers,
    Optional<SpendingView> spending,
    Optional<Map<String, Object>> definition,
    Optional<List<Plan.Blocker>> blockers,
    Optional<List<String>> warnings) {

  /** What runs submitted in a month are expected to cost, until they end, and did cost. */
  public record SpendingView(
      String month, BigDecimal reserved, BigDecimal settled, String currency) {
    static SpendingView of(Pipeline pipeline, Instant now) {
      Ledger.Month month = pipeline.ledger().at(now);
      return new SpendingView(
          Ledger.month(now),
          month.reserved(),
          month.settled(),
          pipeline.live().plan().estimate().currency());
    }
  }

  /** One of a list. */
  public static PipelineView of(Lists.PipelineRow row) {
    return new PipelineView(
        row.id().value(),
        row.name(),
        row.version(),
        row.description(),
        row.tags(),
        row.status().name(),
        row.status().sentence(),
        row.revision(),
        Optional.empty(),
        row.engine(),
        row.createdAt(),
        row.updatedAt(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** All of it, as of {@code now}. */
  public static PipelineView of(Pipeline pipeline, Instant now) {
    return of(pipeline, now, Map.of());
  }

  /** The same with when its triggers look next, by their names. */
  public static PipelineView of(Pipeline pipeline, Instant now, Map<String, Instant> nextLooks) {
    Revision live = pipeline.live();
    Description description = pipeline.description().orElseThrow();
    Plan plan = live.plan();
    return new PipelineView(
        pipeline.id().orElseThrow().value(),
        description.name(),
        description.version(),
        description.description(),
        description.tags(),
        pipeline.status().name(),
        pipeline.status().sentence(),
        live.number(),
        Optional.of(live.hash()),
        plan.engine().chosen().wireName(),
        pipeline.createdAt().orElseThrow(),
        pipeline.updatedAt().orElseThrow(),
        Optional.of(pipeline.inFlight()),
        ScheduleView.of(pipeline, now),
        Optional.of(TriggerView.of(pipeline, nextLooks)).filter(all -> !all.isEmpty()),
        Optional.of(SpendingView.of(pipeline, now)),
        Optional.of(SourceText.sections(live.source())),
        Optional.of(plan.blockers()),
        Optional.of(plan.warnings()));
  }
}
