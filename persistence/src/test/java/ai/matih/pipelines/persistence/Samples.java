package ai.matih.pipelines.persistence;

import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.connection.ConnectionEvent;
import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.connection.SecretReference;
import ai.matih.pipelines.cost.BudgetCheck;
import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.definition.Channel;
import ai.matih.pipelines.definition.CheckRule;
import ai.matih.pipelines.definition.Compression;
import ai.matih.pipelines.definition.CsvOptions;
import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.FileFormat;
import ai.matih.pipelines.definition.FileSource;
import ai.matih.pipelines.definition.JdbcSink;
import ai.matih.pipelines.definition.Load;
import ai.matih.pipelines.definition.Metadata;
import ai.matih.pipelines.definition.Notification;
import ai.matih.pipelines.definition.NotificationEvent;
import ai.matih.pipelines.definition.OnFail;
import ai.matih.pipelines.definition.Orchestration;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.QualityCheck;
import ai.matih.pipelines.definition.RetryPolicy;
import ai.matih.pipelines.definition.SchemaPolicy;
import ai.matih.pipelines.definition.SqlTransform;
import ai.matih.pipelines.definition.Tolerance;
import ai.matih.pipelines.definition.WriteMode;
import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.CommitKey;
import ai.matih.pipelines.engine.DatasetVersion;
import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.engine.FailureClass;
import ai.matih.pipelines.engine.StageOrder;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.entity.Journaled;
import ai.matih.pipelines.execution.ExecutionCommand;
import ai.matih.pipelines.execution.ExecutionEvent;
import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.execution.ExecutionStatus;
import ai.matih.pipelines.execution.Expectations;
import ai.matih.pipelines.execution.Priority;
import ai.matih.pipelines.execution.RunOrigin;
import ai.matih.pipelines.identity.BackfillId;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.pipeline.Idempotency;
import ai.matih.pipelines.pipeline.PipelineCommand;
import ai.matih.pipelines.pipeline.PipelineEvent;
import ai.matih.pipelines.pipeline.Revision;
import ai.matih.pipelines.planning.EngineDecision;
import ai.matih.pipelines.planning.Estimate;
import ai.matih.pipelines.planning.Plan;
import ai.matih.pipelines.planning.Stage;
import ai.matih.pipelines.planning.Step;
import ai.matih.pipelines.planning.StepWork;
import ai.matih.pipelines.quality.QualityResult;
import ai.matih.pipelines.schedule.Backfill;
import ai.matih.pipelines.schedule.BackfillRequest;
import ai.matih.pipelines.schedule.DataInterval;
import ai.matih.pipelines.schedule.Interval;
import ai.matih.pipelines.schedule.Skip;
import ai.matih.pipelines.trigger.Evidence;
import ai.matih.pipelines.trigger.Firing;
import ai.matih.pipelines.trigger.Missed;
import ai.matih.pipelines.trigger.Watch;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A small pipeline (extract, transform, check, load), its run, and one event of every type. */
public final class Samples {

  public static final TenantId TENANT = new TenantId("acme");
  public static final Instant T0 = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final Interval INTERVAL =
      new Interval(
          1,
          Instant.parse("2026-01-02T03:00:00Z"),
          Instant.parse("2026-01-02T03:00:07Z"),
          new DataInterval(
              Instant.parse("2026-01-02T02:00:00Z"), Instant.parse("2026-01-02T03:00:00Z")),
          ZoneId.of("Europe/Berlin"),
          true);
  public static final PipelineId PIPELINE = PipelineId.of(TENANT, "flights", 0);
  private static final BackfillId BACKFILL = BackfillId.of(PIPELINE, "k");
  public static final Cause ALICE = Cause.of("alice", Cause.Origin.API);

  private static final FileSource SOURCE =
      new FileSource(
          "lake",
          Optional.of("flights"),
          Optional.empty(),
          Optional.of("*.csv.gz"),
          FileFormat.CSV,
          Optional.of(Compression.GZIP),
          CsvOptions.DEFAULT,
          false,
          Optional.empty(),
          Optional.empty(),
          Duration.ZERO,
          SchemaPolicy.EVOLVE,
          Optional.empty(),
          List.of());
  private static final SqlTransform TRANSFORM =
      new SqlTransform(
          "delays",
          List.of("flights"),
          "select carrier, avg(delay) delay from {{ input }} group by 1",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
  private static final QualityCheck CHECK =
      new QualityCheck(
          "known",
          "delays",
          new CheckRule.NotNull(List.of("carrier")),
          Tolerance.NONE,
          OnFail.WARN);
  private static final Load LOAD = new Load("delays", "public.delays", List.of());
  private static final JdbcSink SINK =
      new JdbcSink(
          Optional.of("warehouse"),
          WriteMode.OVERWRITE,
          List.of(LOAD),
          List.of(),
          true,
          false,
          Optional.empty());

  public static final Plan PLAN =
      new Plan(
          "flights",
          List.of(
              new Stage(
                  "s1",
                  EngineKind.EMBEDDED,
                  "embedded",
                  List.of(),
                  List.of(),
                  List.of(
                      step("extract flights", new StepWork.Extract("flights", SOURCE), List.of()),
                      step(
                          "transform delays",
                          new StepWork.Transform(TRANSFORM),
                          List.of(new Step.Input("flights", "extract flights"))),
                      step(
                          "check known",
                          new StepWork.Check(CHECK),
                          List.of(new Step.Input("delays", "transform delays"))),
                      step(
                          "load warehouse",
                          new StepWork.Load("warehouse", SINK, LOAD),
                          List.of(new Step.Input("delays", "transform delays")))))),
          new EngineDecision(
              EngineKind.EMBEDDED,
              "embedded",
              List.of(new EngineDecision.Candidate(EngineKind.EMBEDDED, true, "batch"))),
          new Estimate(
              Estimate.Basis.FILE_STATISTICS,
              OptionalLong.of(27_004),
              OptionalLong.empty(),
              Duration.ofSeconds(2),
              new BigDecimal("0.0001"),
              "USD"),
          List.of(),
          List.of(),
          List.of("lake", "warehouse"),
          RetryPolicy.DEFAULT,
          Optional.of(Duration.ofHours(1)),
          1);

  private static final PipelineDefinition DEFINITION =
      new PipelineDefinition(
          new Metadata("flights", Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
          Map.of(),
          Map.of("flights", SOURCE),
          List.of(TRANSFORM),
          List.of(CHECK),
          Map.of("warehouse", SINK),
          List.of(),
          new Orchestration(
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              List.of(),
              RetryPolicy.DEFAULT,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              List.of(),
              List.of(),
              List.of(),
              Duration.ofMinutes(1),
              1,
              Optional.empty()));

  public static final Revision REVISION =
      new Revision(1, "ab".repeat(32), "metadata: ...\n", DEFINITION, PLAN, "alice", T0);

  public static final ConnectionRevision CONNECTION =
      new ConnectionRevision(
          1,
          new ConnectionDefinition(
              "warehouse",
              "postgresql",
              Optional.empty(),
              Map.of("host", "localhost", "port", "5432"),
              Map.of("password", new SecretReference("WAREHOUSE"))));

  private static final PipelineCommand.Description DESCRIPTION =
      new PipelineCommand.Description("flights", "1.0.0", Optional.of("delays"), List.of("air"));

  private Samples() {}

  private static Step step(String name, StepWork work, List<Step.Input> inputs) {
    return new Step(
        name,
        work,
        inputs.stream().map(Step.Input::step).toList(),
        inputs,
        Optional.empty(),
        Optional.empty(),
        "f-" + name);
  }

  public static ExecutionId execution(String key) {
    return ExecutionId.of(PIPELINE, key);
  }

  public static AttemptId attempt(String key) {
    return new AttemptId(execution(key), "s1", 1);
  }

  public static ExecutionSpec spec(String key) {
    return new ExecutionSpec(
        execution(key),
        TENANT,
        PIPELINE,
        1,
        PLAN,
        execution(key),
        Optional.empty(),
        Map.of(),
        Map.of("day", "2013-01-01"),
        Map.of("params.day", "2013-01-01", "limit", 5),
        Map.of("warehouse", CONNECTION),
        Priority.NORMAL,
        PriceBook.DEFAULT,
        "alice",
        T0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static ExecutionSpec beyondBudget(String key) {
    ExecutionSpec plain = spec(key);
    return new ExecutionSpec(
        plain.id(),
        plain.tenant(),
        plain.pipeline(),
        plain.revision(),
        plain.plan(),
        plain.root(),
        plain.resumeOf(),
        plain.reused(),
        plain.parameters(),
        plain.values(),
        plain.connections(),
        plain.priority(),
        plain.prices(),
        plain.startedBy(),
        plain.submittedAt(),
        Optional.of(
            new BudgetCheck(
                BigDecimal.ONE,
                "USD",
                List.of(new BudgetCheck.Excess("max_cost_per_run", BigDecimal.TWO, BigDecimal.ONE)),
                Optional.of("alice"))),
        Optional.of(INTERVAL),
        Optional.empty(),
        Optional.empty());
  }

  private static ExecutionSpec backfilled(String key) {
    ExecutionSpec plain = spec(key);
    return new ExecutionSpec(
        plain.id(),
        plain.tenant(),
        plain.pipeline(),
        plain.revision(),
        plain.plan(),
        plain.root(),
        plain.resumeOf(),
        plain.reused(),
        plain.parameters(),
        plain.values(),
        plain.connections(),
        plain.priority(),
        plain.prices(),
        plain.startedBy(),
        plain.submittedAt(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(new RunOrigin.OfBackfill(BACKFILL, INTERVAL.data())),
        Optional.empty());
  }

  private static final Evidence.Arrival ARRIVAL =
      new Evidence.Arrival(
          "sales.out", "exec-1/s1/load out/out", "exec-1", "db.public.sales", T0, 0);
  private static final Evidence.SeenFile FILE = new Evidence.SeenFile("a.csv", 12, T0);

  private static Firing fired(Evidence evidence) {
    return new Firing("files", "a.csv@12", T0, Map.of("file", "a.csv"), evidence, 1);
  }

  private static ExecutionSpec triggered(String key) {
    ExecutionSpec plain = spec(key);
    return new ExecutionSpec(
        plain.id(),
        plain.tenant(),
        plain.pipeline(),
        plain.revision(),
        plain.plan(),
        plain.root(),
        plain.resumeOf(),
        plain.reused(),
        plain.parameters(),
        plain.values(),
        plain.connections(),
        plain.priority(),
        plain.prices(),
        "trigger:files",
        plain.submittedAt(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(
            new RunOrigin.OfTrigger("files", "a.csv@12", new Evidence.Files(List.of(FILE)), 1)),
        Optional.empty());
  }

  private static ExecutionSpec expected(String key) {
    ExecutionSpec plain = spec(key);
    return new ExecutionSpec(
        plain.id(),
        plain.tenant(),
        plain.pipeline(),
        plain.revision(),
        plain.plan(),
        plain.root(),
        plain.resumeOf(),
        plain.reused(),
        plain.parameters(),
        plain.values(),
        plain.connections(),
        plain.priority(),
        plain.prices(),
        plain.startedBy(),
        plain.submittedAt(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(
            new Expectations(
                Optional.of(T0.plusSeconds(60)),
                List.of(
                    new Notification(
                        List.of(NotificationEvent.FAILED),
                        Channel.SLACK,
                        Optional.of("#data"),
                        Optional.of("HOOK"))))));
  }

  public static StageOrder order(String key) {
    return new StageOrder(
        TENANT,
        "flights",
        execution(key),
        PLAN.stages().getFirst(),
        Map.of("params.day", "2013-01-01"),
        Map.of("warehouse", CONNECTION),
        Map.of(),
        Optional.of(T0));
  }

  /** What the named step of {@link #PLAN} does. */
  public static StepResult result(String key, String step) {
    return switch (step) {
      case "extract flights" ->
          new StepResult(
              27_004,
              27_004,
              900_000,
              0,
              12,
              List.of(dataset("file", "/data/flights.csv.gz", "csv", List.of("carrier", "delay"))),
              Optional.of(dataset("matih", "flights", "parquet", List.of("carrier", "delay"))),
              Optional.empty(),
              Optional.empty(),
              false);
      case "transform delays" ->
          new StepResult(
              27_004,
              16,
              0,
              0,
              3,
              List.of(),
              Optional.of(dataset("matih", "delays", "parquet", List.of("carrier", "delay"))),
              Optional.empty(),
              Optional.empty(),
              false);
      case "check known" ->
          new StepResult(
              16,
              0,
              0,
              0,
              1,
              List.of(),
              Optional.empty(),
              Optional.of(
                  new QualityResult(
                      "known",
                      "transform delays",
                      true,
                      0,
                      16,
                      "0 rows",
                      1.0,
                      "warn",
                      Optional.empty())),
              Optional.empty(),
              false);
      case "load warehouse" ->
          new StepResult(
              16,
              16,
              0,
              512,
              2,
              List.of(),
              Optional.of(
                  dataset(
                      "postgres://localhost:5432",
                      "analytics.public.delays",
                      "table",
                      List.of("carrier", "delay"))),
              Optional.empty(),
              Optional.of(CommitKey.of(execution(key), "s1", "load warehouse", "warehouse")),
              false);
      default -> throw new IllegalArgumentException(step);
    };
  }

  private static DatasetVersion dataset(
      String namespace, String name, String format, List<String> columns) {
    return new DatasetVersion(
        namespace,
        name,
        Optional.empty(),
        format,
        columns.stream().map(column -> new DatasetVersion.Column(column, "VARCHAR")).toList(),
        Optional.empty());
  }

  public static final Failure FAILURE =
      new Failure(
          FailureClass.USER,
          "SQL_REFUSED",
          "no column dealy",
          Optional.of("did you mean delay?"),
          Optional.of("transform delays"),
          false);

  /** A run of {@link #PLAN} that goes well, as its journal holds it. */
  public static List<ExecutionEvent> succeededRun(String key) {
    var attempt = attempt(key);
    var events = new java.util.ArrayList<ExecutionEvent>();
    events.add(new ExecutionEvent.ExecutionStarted(spec(key)));
    events.add(new ExecutionEvent.AttemptIntended(attempt, "embedded", 1));
    events.add(
        new ExecutionEvent.AttemptAccepted(attempt, attempt.toString(), "i1", Optional.empty()));
    for (var step : PLAN.steps()) {
      events.add(new ExecutionEvent.StepStarted(attempt, step.name(), T0.plusSeconds(1)));
      events.add(
          new ExecutionEvent.StepEnded(
              attempt, step.name(), T0.plusSeconds(2), result(key, step.name())));
    }
    events.add(new ExecutionEvent.AttemptSucceeded(attempt));
    events.add(
        new ExecutionEvent.ExecutionEnded(
            ExecutionStatus.SUCCEEDED, Optional.empty(), new BigDecimal("0.0001"), false));
    events.add(new ExecutionEvent.EndSettled());
    return events;
  }

  /** One event of every type that can be journaled. */
  public static List<Object> everyEvent() {
    var attempt = attempt("k1");
    return List.of(
        new PipelineEvent.PipelineCreated(
            PIPELINE,
            TENANT,
            DESCRIPTION,
            REVISION,
            new Idempotency(Optional.of("alice/k"), "cd".repeat(32))),
        new PipelineEvent.PipelineUpdated(DESCRIPTION, REVISION, Idempotency.NONE),
        new PipelineEvent.PipelineRolledBack(1, REVISION, Idempotency.NONE),
        new PipelineEvent.PipelineActivated(Idempotency.NONE),
        new PipelineEvent.PipelinePaused(Idempotency.NONE),
        new PipelineEvent.PipelineResumed(Idempotency.NONE),
        new PipelineEvent.PipelineArchived(Idempotency.NONE),
        new PipelineEvent.PipelineDeleted(Idempotency.NONE),
        new PipelineEvent.RequestNoted(Idempotency.NONE),
        new PipelineEvent.ExecutionTicketed(spec("k1"), Idempotency.NONE),
        new PipelineEvent.ExecutionStartNoted(execution("k1")),
        new PipelineEvent.ExecutionEndNoted(
            execution("k1"), ExecutionStatus.SUCCEEDED, 27_004, 900_000, 1_300, Optional.empty()),
        new PipelineEvent.IntervalDue(INTERVAL),
        new PipelineEvent.IntervalsSkipped(
            Skip.of(INTERVAL, Skip.Reason.OVERLAP, "another one runs")),
        new PipelineEvent.ExecutionTicketed(beyondBudget("k2"), Idempotency.NONE),
        new PipelineEvent.ExecutionEndNoted(
            execution("k2"),
            ExecutionStatus.SUCCEEDED,
            27_004,
            900_000,
            1_300,
            Optional.of(new BigDecimal("0.0001"))),
        new PipelineEvent.ExecutionTicketed(backfilled("k3"), Idempotency.NONE),
        new PipelineEvent.ExecutionTicketed(expected("k4"), Idempotency.NONE),
        new PipelineEvent.BackfillStarted(
            BACKFILL,
            new BackfillRequest(
                T0, T0.plusSeconds(86_400), "0 * * * *", ZoneId.of("UTC"), true, 4, Map.of("x", 1)),
            23,
            "alice",
            Idempotency.NONE),
        new PipelineEvent.BackfillPaused(BACKFILL, "paused by alice", Idempotency.NONE),
        new PipelineEvent.BackfillResumed(BACKFILL, Idempotency.NONE),
        new PipelineEvent.BackfillRetried(BACKFILL, Idempotency.NONE),
        new PipelineEvent.BackfillCancelRequested(BACKFILL, "cancelled by alice", Idempotency.NONE),
        new PipelineEvent.BackfillEnded(BACKFILL, Backfill.Status.CANCELLED, 20, 3),
        new PipelineEvent.TriggersDriven(
            List.of(
                new Watch("dataset", "dataset", false, List.of("sales.out")),
                new Watch("files", "file LAKE in", true, List.of()))),
        new PipelineEvent.DatasetArrived("dataset", ARRIVAL, 42),
        new PipelineEvent.TriggerLooked(
            "files",
            Optional.of("0:17"),
            Map.of("a.csv", FILE.stamp()),
            List.of("b.csv"),
            Optional.of("no such folder")),
        new PipelineEvent.TriggerFired(fired(new Evidence.Datasets(List.of(ARRIVAL)))),
        new PipelineEvent.TriggerFired(fired(new Evidence.Files(List.of(FILE)))),
        new PipelineEvent.TriggerFired(
            fired(new Evidence.Message("orders", 1, 17, Optional.of("o-1")))),
        new PipelineEvent.TriggerFired(fired(new Evidence.Call(Optional.of("d-1"), "c-1"))),
        new PipelineEvent.TriggerPaused(
            "files", new Idempotency(Optional.of("alice/p"), "cd".repeat(32))),
        new PipelineEvent.TriggerResumed("files", Idempotency.NONE),
        new PipelineEvent.FiringMissed(
            Missed.of(
                fired(new Evidence.Files(List.of(FILE))), T0, Missed.Why.OVERLAP, "one waits")),
        new PipelineEvent.ExecutionTicketed(triggered("k5"), Idempotency.NONE),
        new ConnectionEvent.ConnectionSaved(TENANT, CONNECTION),
        new ConnectionEvent.ConnectionDeleted(),
        new ExecutionEvent.ExecutionStarted(spec("k1")),
        new ExecutionEvent.AttemptIntended(attempt, "embedded", 1),
        new ExecutionEvent.AttemptAccepted(attempt, "x", "i1", Optional.of("http://engine/x")),
        new ExecutionEvent.WatchRaised(attempt, 2),
        new ExecutionEvent.StepStarted(attempt, "extract flights", T0),
        new ExecutionEvent.StepEnded(
            attempt, "extract flights", T0, result("k1", "extract flights")),
        new ExecutionEvent.EngineLost(attempt, "connection refused"),
        new ExecutionEvent.EngineFound(attempt),
        new ExecutionEvent.AttemptForgotten(attempt, "unknown to the engine"),
        new ExecutionEvent.AttemptSucceeded(attempt),
        new ExecutionEvent.SlotAsked("s1"),
        new ExecutionEvent.StepAdvanced(attempt, "extract flights", T0, 1_000, 64_000),
        new ExecutionEvent.AttemptFencing(attempt, 3),
        new ExecutionEvent.AttemptFailed(attempt, FAILURE),
        new ExecutionEvent.AttemptCancelled(attempt),
        new ExecutionEvent.AttemptFenced(attempt),
        new ExecutionEvent.SlaMissed(T0.plusSeconds(60)),
        new ExecutionEvent.RetryScheduled("s1", 2, T0.plusSeconds(10)),
        new ExecutionEvent.GateOpened("sign-off", "s2", T0.plusSeconds(60), Optional.empty()),
        new ExecutionEvent.SensorTroubled("wait:file", Optional.of("there is no folder")),
        new ExecutionEvent.VerdictGiven(
            "sign-off", ExecutionCommand.Verdict.APPROVE, "bob", Optional.of("fine")),
        new ExecutionEvent.GateEscalated("sign-off", T0.plusSeconds(120)),
        new ExecutionEvent.CancelRequested(
            ExecutionEvent.CancelReason.REQUEST, "not needed", Optional.of(FAILURE)),
        new ExecutionEvent.AttemptResolved(
            attempt, ExecutionCommand.Resolution.SUCCEEDED, "rows are there"),
        new ExecutionEvent.ExecutionEnded(
            ExecutionStatus.FAILED, Optional.of(FAILURE), new BigDecimal("0.0002"), false),
        new ExecutionEvent.EndSettled(),
        new ExecutionEvent.EndOwed());
  }

  /** {@code event} as Alice's doing at {@link #T0}. */
  public static <E> Journaled<E> journaled(E event, Journaled.Wake wake) {
    return new Journaled<>(TENANT, event, ALICE, T0, wake);
  }

  public static <E> Journaled<E> journaled(E event) {
    return journaled(event, new Journaled.Wake.Unchanged());
  }
}
