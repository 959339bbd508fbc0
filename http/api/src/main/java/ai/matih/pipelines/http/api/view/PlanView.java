package ai.matih.pipelines.http.api.view;

import ai.matih.pipelines.definition.Problem;
import ai.matih.pipelines.http.api.port.Definitions;
import ai.matih.pipelines.pipeline.Pipeline;
import ai.matih.pipelines.planning.EngineDecision;
import ai.matih.pipelines.planning.Estimate;
import ai.matih.pipelines.planning.GateRule;
import ai.matih.pipelines.planning.Plan;
import ai.matih.pipelines.planning.Stage;
import ai.matih.pipelines.planning.Step;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A plan as a person and a program read it.
 *
 * @param executable false while there are blockers
 * @param live what is in force under this name, if anything
 * @param diff what applying it would change; absent if there is nothing to compare with
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PlanView(
    String name,
    String hash,
    boolean executable,
    EngineView engine,
    EstimateView estimate,
    List<StageView> stages,
    List<Plan.Blocker> blockers,
    List<String> warnings,
    List<Problem> problems,
    List<String> connections,
    Optional<LiveView> live,
    Optional<List<Definitions.Change>> diff) {

  /** The chosen engine, and why each candidate was kept or rejected. */
  public record EngineView(String chosen, String instance, List<CandidateView> candidates) {}

  /** One engine's case. */
  public record CandidateView(String engine, boolean kept, String reason) {}

  /** Figures are absent where nothing is known. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record EstimateView(
      String basis,
      Optional<Long> rows,
      Optional<Long> bytes,
      long durationMs,
      BigDecimal cost,
      String currency) {}

  /** Steps that one engine instance runs as one job. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record StageView(
      String name,
      String engine,
      String instance,
      List<String> after,
      List<String> gates,
      List<StepView> steps) {}

  /** One step. */
  public record StepView(String name, String verb, List<String> after, List<String> inputs) {}

  /** The pipeline that this definition would change. */
  public record LiveView(
      String pipelineId, String status, int revision, String hash, int running, boolean same) {}

  /** {@code problems} are warnings of the check: a definition with errors is not planned. */
  public static PlanView of(
      Plan plan,
      String hash,
      List<Problem> problems,
      Optional<Pipeline> live,
      Optional<List<Definitions.Change>> diff) {
    return new PlanView(
        plan.pipelineName(),
        hash,
        plan.executable(),
        engine(plan.engine()),
        estimate(plan.estimate()),
        plan.stages().stream().map(PlanView::stage).toList(),
        plan.blockers(),
        plan.warnings(),
        problems,
        plan.connections(),
        live.map(pipeline -> live(pipeline, hash)),
        diff);
  }

  private static LiveView live(Pipeline pipeline, String hash) {
    return new LiveView(
        pipeline.id().orElseThrow().value(),
        pipeline.status().name(),
        pipeline.live().number(),
        pipeline.live().hash(),
        pipeline.inFlight(),
        pipeline.live().hash().equals(hash));
  }

  private static EngineView engine(EngineDecision decision) {
    return new EngineView(
        decision.chosen().wireName(),
        decision.instance(),
        decision.candidates().stream()
            .map(one -> new CandidateView(one.engine().wireName(), one.kept(), one.reason()))
            .toList());
  }

  private static EstimateView estimate(Estimate estimate) {
    return new EstimateView(
        estimate.basis().name(),
        estimate.rows().isPresent() ? Optional.of(estimate.rows().getAsLong()) : Optional.empty(),
        estimate.bytes().isPresent() ? Optional.of(estimate.bytes().getAsLong()) : Optional.empty(),
        estimate.duration().toMillis(),
        estimate.cost(),
        estimate.currency());
  }

  private static StageView stage(Stage stage) {
    return new StageView(
        stage.name(),
        stage.engine().wireName(),
        stage.instance(),
        stage.after(),
        stage.gates().stream().map(GateRule::name).toList(),
        stage.steps().stream().map(PlanView::step).toList());
  }

  private static StepView step(Step step) {
    return new StepView(
        step.name(),
        step.work().verb(),
        step.after(),
        step.inputs().stream().map(Step.Input::step).toList());
  }
}
