package ai.matih.pipelines.execution;

import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.definition.Budget;
import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.Metadata;
import ai.matih.pipelines.definition.OnTimeout;
import ai.matih.pipelines.definition.Orchestration;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.RetryPolicy;
import ai.matih.pipelines.definition.TaskWork;
import ai.matih.pipelines.definition.Trigger;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.planning.EngineDecision;
import ai.matih.pipelines.planning.Estimate;
import ai.matih.pipelines.planning.GateRule;
import ai.matih.pipelines.planning.Plan;
import ai.matih.pipelines.planning.Stage;
import ai.matih.pipelines.planning.Step;
import ai.matih.pipelines.planning.StepWork;
import ai.matih.pipelines.schedule.Schedule;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Small plans, written down as a sentence. */
public final class Plans {
  public static final TenantId TENANT = new TenantId("acme");
  public static final PipelineId PIPELINE = PipelineId.of(TENANT, "flights", 0);
  public static final String ENGINE = "embedded";
  public static final Instant T0 = Instant.parse("2026-03-01T06:00:00Z");

  private Plans() {}

  /** A step that only writes a line to the log. */
  public static Step step(String name, String... after) {
    return new Step(
        name,
        new StepWork.Task(new TaskWork.Log(name)),
        List.of(after),
        List.of(after).stream().map(before -> new Step.Input(before, before)).toList(),
        Optional.empty(),
        Optional.empty(),
        "fingerprint of " + name);
  }

  public static Stage stage(String name, List<String> after, Step... steps) {
    return stage(name, after, Optional.empty(), steps);
  }

  public static Stage stage(
      String name, List<String> after, Optional<GateRule> gate, Step... steps) {
    return new Stage(
        name, EngineKind.EMBEDDED, ENGINE, after, gate.stream().toList(), List.of(steps));
  }

  /** A gate that always opens, for any one approver but who started the run. */
  public static GateRule gate(String name) {
    return gate(name, List.of(), List.of(), 1, false, OnTimeout.CANCEL);
  }

  public static GateRule gate(
      String name,
      List<String> checks,
      List<String> approvers,
      int minimum,
      boolean allowSelf,
      OnTimeout onTimeout) {
    return new GateRule(
        name,
        checks,
        approvers,
        minimum,
        allowSelf,
        Optional.empty(),
        Duration.ofHours(4),
        onTimeout,
        List.of("chief"));
  }

  /** A definition of which only schedule and budget matter. */
  public static PipelineDefinition definition(
      Optional<Schedule> schedule, Optional<Budget> budget) {
    return definition(schedule, budget, Optional.empty());
  }

  /** A definition whose runs should be done within {@code sla}. */
  public static PipelineDefinition definition(
      Optional<Schedule> schedule, Optional<Budget> budget, Optional<Duration> sla) {
    return definition(schedule, budget, sla, List.of());
  }

  /** A definition with these triggers and no schedule. */
  public static PipelineDefinition triggered(Trigger... triggers) {
    return definition(Optional.empty(), Optional.empty(), Optional.empty(), List.of(triggers));
  }

  /** A definition with all of these. */
  public static PipelineDefinition definition(
      Optional<Schedule> schedule,
      Optional<Budget> budget,
      Optional<Duration> sla,
      List<Trigger> triggers) {
    return new PipelineDefinition(
        new Metadata("flights", Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
        Map.of(),
        Map.of(),
        List.of(),
        List.of(),
        Map.of(),
        List.of(),
        new Orchestration(
            Optional.empty(),
            Optional.empty(),
            schedule,
            triggers,
            RetryPolicy.DEFAULT,
            Optional.empty(),
            sla,
            budget,
            List.of(),
            List.of(),
            List.of(),
            Duration.ofMinutes(1),
            1,
            Optional.empty()));
  }

  /** {@code plan}, expected to cost that many dollars. */
  public static Plan costing(String dollars, Plan plan) {
    Estimate before = plan.estimate();
    return new Plan(
        plan.pipelineName(),
        plan.stages(),
        plan.engine(),
        new Estimate(
            before.basis(),
            before.rows(),
            before.bytes(),
            before.duration(),
            new BigDecimal(dollars),
            before.currency()),
        plan.blockers(),
        plan.warnings(),
        plan.connections(),
        plan.retryPolicy(),
        plan.timeout(),
        plan.maxConcurrent());
  }

  public static Plan plan(Stage... stages) {
    return plan(RetryPolicy.DEFAULT, Optional.empty(), stages);
  }

  public static Plan plan(RetryPolicy retries, Optional<Duration> timeout, Stage... stages) {
    return new Plan(
        "flights",
        List.of(stages),
        new EngineDecision(EngineKind.EMBEDDED, ENGINE, List.of()),
        new Estimate(
            Estimate.Basis.UNKNOWN,
            OptionalLong.empty(),
            OptionalLong.empty(),
            Duration.ZERO,
            BigDecimal.ZERO,
            "USD"),
        List.of(),
        List.of(),
        List.of(),
        retries,
        timeout,
        1);
  }

  public static ExecutionSpec spec(String key, Plan plan) {
    return spec(key, plan, Map.of());
  }

  /** A run whose placeholders stand for {@code values}. */
  static ExecutionSpec valued(Map<String, Object> values) {
    return spec("valued", plan(stage("s1", List.of(), step("a"))), values);
  }

  private static ExecutionSpec spec(String key, Plan plan, Map<String, Object> values) {
    ExecutionId id = ExecutionId.of(PIPELINE, key);
    return new ExecutionSpec(
        id,
        TENANT,
        PIPELINE,
        1,
        plan,
        id,
        Optional.empty(),
        Map.of(),
        Map.of(),
        values,
        Map.of(),
        Priority.NORMAL,
        PriceBook.DEFAULT,
        "alice",
        T0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
