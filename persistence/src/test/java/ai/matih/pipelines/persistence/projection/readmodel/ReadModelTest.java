package ai.matih.pipelines.persistence.projection.readmodel;

import static ai.matih.pipelines.persistence.Samples.T0;
import static ai.matih.pipelines.persistence.Samples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.connection.ConnectionEvent;
import ai.matih.pipelines.execution.ExecutionEvent;
import ai.matih.pipelines.execution.ExecutionStatus;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.persistence.Samples;
import ai.matih.pipelines.persistence.projection.ProjectedJournal;
import ai.matih.pipelines.persistence.query.AuditTrail;
import ai.matih.pipelines.persistence.query.ConnectionQueries;
import ai.matih.pipelines.persistence.query.Direction;
import ai.matih.pipelines.persistence.query.ExecutionQueries;
import ai.matih.pipelines.persistence.query.PageRequest;
import ai.matih.pipelines.persistence.query.PipelineQueries;
import ai.matih.pipelines.persistence.query.Position;
import ai.matih.pipelines.pipeline.Idempotency;
import ai.matih.pipelines.pipeline.PipelineCommand;
import ai.matih.pipelines.pipeline.PipelineEvent;
import ai.matih.pipelines.pipeline.PipelineStatus;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadModelTest {

  private static final PageRequest FIRST = new PageRequest(0, 20);

  private ProjectedJournal journal;
  private PipelineQueries pipelines;
  private ExecutionQueries executions;

  @BeforeEach
  void start() {
    journal = new ProjectedJournal();
    pipelines = new PipelineQueries(journal.database().pool());
    executions = new ExecutionQueries(journal.database().pool());
  }

  @AfterEach
  void stop() {
    journal.close();
  }

  @Test
  void aRunIsListedAsItsEntitySeesIt() throws Exception {
    journal.writeAll(execution("k1"), Samples.succeededRun("k1"));
    journal.project(new ExecutionList());

    assertThat(list(ExecutionQueries.Filter.ALL))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.id()).isEqualTo(Samples.execution("k1"));
              assertThat(row.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
              assertThat(row.rowsIn()).isEqualTo(27_004);
              assertThat(row.bytesIn()).isEqualTo(900_000);
              assertThat(row.rowsOut()).isEqualTo(16);
              assertThat(row.steps()).isEqualTo(4);
              assertThat(row.stepsEnded()).isEqualTo(4);
              assertThat(row.attempts()).isEqualTo(1);
              assertThat(row.cost()).hasValue(new BigDecimal("0.0001"));
              assertThat(row.quality()).hasValue(1.0);
              assertThat(row.startedAt()).hasValue(T0.plusSeconds(1));
              assertThat(row.failureCode()).isEmpty();
            });
  }

  @Test
  void aRestartInTheMiddleOfARunLosesNothing() throws Exception {
    var events = Samples.succeededRun("k1");
    for (var event : events) {
      journal.write(execution("k1"), event);
      journal.project(new ExecutionList());
    }

    assertThat(list(ExecutionQueries.Filter.ALL))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.rowsIn()).isEqualTo(27_004);
              assertThat(row.stepsEnded()).isEqualTo(4);
            });
  }

  @Test
  void aTransactionThatWasLostIsMadeUpForWithinARun() throws Exception {
    var events = Samples.succeededRun("k1");
    var projection = new ExecutionList();
    for (var event : events) {
      journal.write(execution("k1"), event);
      journal.projectAtTheSecondTry(projection);
    }

    assertThat(list(ExecutionQueries.Filter.ALL))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
              assertThat(row.rowsIn()).isEqualTo(27_004);
              assertThat(row.stepsEnded()).isEqualTo(4);
            });
  }

  @Test
  void aListGoesOnBehindAnyOfItsElements() throws Exception {
    for (var key : List.of("k1", "k2", "k3", "k4")) {
      journal.writeAll(execution(key), Samples.succeededRun(key));
    }
    journal.project(new ExecutionList());
    var whole = list(ExecutionQueries.Filter.ALL);
    var second = whole.get(1);

    assertThat(
            executions.behind(
                TENANT,
                ExecutionQueries.Filter.ALL,
                new Position(second.submittedAt(), second.id().value()),
                10))
        .isEqualTo(whole.subList(2, 4));
  }

  @Test
  void aFailedRunShowsItsCause() throws Exception {
    journal.write(
        execution("k1"),
        new ExecutionEvent.ExecutionStarted(Samples.spec("k1")),
        new ExecutionEvent.AttemptIntended(Samples.attempt("k1"), "embedded", 1),
        new ExecutionEvent.AttemptFailed(Samples.attempt("k1"), Samples.FAILURE),
        new ExecutionEvent.ExecutionEnded(
            ExecutionStatus.FAILED, Optional.of(Samples.FAILURE), BigDecimal.ZERO, false));
    journal.project(new ExecutionList());

    assertThat(list(ExecutionQueries.Filter.ALL))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.status()).isEqualTo(ExecutionStatus.FAILED);
              assertThat(row.failureCode()).hasValue("SQL_REFUSED");
              assertThat(row.failureMessage()).hasValue("no column dealy");
            });
  }

  @Test
  void runsAreFilteredAndPagedWithTheTotal() throws Exception {
    for (int i = 0; i < 5; i++) {
      var key = "k" + i;
      journal.write(execution(key), new ExecutionEvent.ExecutionStarted(Samples.spec(key)));
    }
    journal.writeAll(execution("done"), Samples.succeededRun("done"));
    journal.project(new ExecutionList());

    var queued =
        new ExecutionQueries.Filter(
            Optional.of(Samples.PIPELINE), Set.of(ExecutionStatus.QUEUED), Optional.of(T0));
    var page =
        executions.list(
            TENANT,
            queued,
            ExecutionQueries.Sort.SUBMITTED_AT,
            Direction.DESC,
            new PageRequest(1, 2));
    assertThat(page.elements()).hasSize(2);
    assertThat(page.total()).isEqualTo(5);
    assertThat(
            list(
                new ExecutionQueries.Filter(
                    Optional.empty(), Set.of(), Optional.of(T0.plusSeconds(1)))))
        .isEmpty();
    assertThat(
            executions
                .list(
                    new TenantId("other"),
                    ExecutionQueries.Filter.ALL,
                    ExecutionQueries.Sort.STATUS,
                    Direction.ASC,
                    FIRST)
                .total())
        .isZero();
    assertThatThrownBy(() -> new PageRequest(2_000_000, 1_000))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void earlierSucceededRunsAreTheHistoryForEstimates() throws Exception {
    journal.writeAll(execution("done"), Samples.succeededRun("done"));
    journal.write(execution("open"), new ExecutionEvent.ExecutionStarted(Samples.spec("open")));
    journal.project(new ExecutionList());

    assertThat(executions.history(TENANT, Samples.PIPELINE).runs())
        .singleElement()
        .satisfies(
            run -> {
              assertThat(run.rows()).isEqualTo(27_004);
              assertThat(run.bytes()).isEqualTo(900_000);
              assertThat(run.cost()).isEqualByComparingTo("0.0001");
            });
    assertThat(executions.history(new TenantId("other"), Samples.PIPELINE).runs()).isEmpty();
  }

  @Test
  void aPipelineIsListedThroughItsLifeAndLeavesTheListWhenDeleted() throws Exception {
    create("flights", List.of("air", "daily"));
    assertThat(pipeline().status()).isEqualTo(PipelineStatus.CREATED);
    assertThat(pipeline().engine()).isEqualTo("embedded");

    journal.write(pipelineKey("flights"), new PipelineEvent.PipelineActivated(Idempotency.NONE));
    journal.write(
        pipelineKey("flights"),
        new PipelineEvent.ExecutionTicketed(Samples.spec("k1"), Idempotency.NONE));
    journal.project(new PipelineList());
    assertThat(pipeline().status()).isEqualTo(PipelineStatus.ACTIVE);
    assertThat(pipeline().lastExecution()).hasValue(Samples.execution("k1"));
    assertThat(pipeline().lastStatus()).isEmpty();

    journal.write(
        pipelineKey("flights"),
        new PipelineEvent.ExecutionEndNoted(
            Samples.execution("k1"), ExecutionStatus.FAILED, 0, 0, 5, Optional.empty()),
        new PipelineEvent.ExecutionTicketed(Samples.spec("k2"), Idempotency.NONE),
        new PipelineEvent.ExecutionEndNoted(
            Samples.execution("k2"), ExecutionStatus.SUCCEEDED, 0, 0, 5, Optional.empty()),
        new PipelineEvent.ExecutionEndNoted(
            Samples.execution("k1"), ExecutionStatus.FAILED, 0, 0, 5, Optional.empty()));
    journal.project(new PipelineList());
    assertThat(pipeline().lastExecution()).hasValue(Samples.execution("k2"));
    assertThat(pipeline().lastStatus()).hasValue("SUCCEEDED");

    journal.write(pipelineKey("flights"), new PipelineEvent.PipelineDeleted(Idempotency.NONE));
    journal.project(new PipelineList());
    assertThat(list(PipelineQueries.Filter.ALL, PipelineQueries.Sort.NAME)).isEmpty();
  }

  @Test
  void theNewestRunShowsItsEndAlsoWhenAnOlderOneEndsInTheSameBatch() throws Exception {
    create("flights", List.of());
    for (var run : List.of("k1", "k2")) {
      journal.write(
          pipelineKey("flights"),
          new PipelineEvent.ExecutionTicketed(Samples.spec(run), Idempotency.NONE));
    }
    journal.project(new PipelineList());

    for (var run : List.of("k1", "k2")) {
      journal.write(
          pipelineKey("flights"),
          new PipelineEvent.ExecutionEndNoted(
              Samples.execution(run), ExecutionStatus.SUCCEEDED, 0, 0, 5, Optional.empty()));
    }
    journal.project(new PipelineList());

    assertThat(pipeline().lastExecution()).hasValue(Samples.execution("k2"));
    assertThat(pipeline().lastStatus()).hasValue("SUCCEEDED");
  }

  @Test
  void pipelinesAreFilteredByTagsStatusAndNameAndOrdered() throws Exception {
    create("a", List.of("air", "daily"));
    create("b", List.of("air"));
    create("c", List.of());

    assertThat(list(PipelineQueries.Filter.ALL, PipelineQueries.Sort.NAME))
        .extracting(PipelineQueries.Row::name)
        .containsExactly("c", "b", "a");
    assertThat(
            list(
                new PipelineQueries.Filter(Set.of("air", "daily"), Set.of(), Optional.empty()),
                PipelineQueries.Sort.CREATED_AT))
        .extracting(PipelineQueries.Row::name)
        .containsExactly("a");
    assertThat(
            list(
                new PipelineQueries.Filter(
                    Set.of(), Set.of(PipelineStatus.CREATED), Optional.of("b")),
                PipelineQueries.Sort.UPDATED_AT))
        .hasSize(1);
    assertThat(
            list(
                new PipelineQueries.Filter(
                    Set.of(), Set.of(PipelineStatus.ACTIVE), Optional.empty()),
                PipelineQueries.Sort.NAME))
        .isEmpty();
  }

  @Test
  void connectionsAreListedWithReferencesAndLeaveWhenDeleted() throws Exception {
    var connections = new ConnectionQueries(journal.database().pool());
    journal.write(
        "connection|acme/warehouse",
        new ConnectionEvent.ConnectionSaved(TENANT, Samples.CONNECTION));
    journal.project(new ConnectionList());
    assertThat(connections.list(TENANT, FIRST).elements()).containsExactly(Samples.CONNECTION);
    assertThat(connections.list(new TenantId("other"), FIRST).elements()).isEmpty();

    journal.write("connection|acme/warehouse", new ConnectionEvent.ConnectionDeleted());
    journal.project(new ConnectionList());
    assertThat(connections.list(TENANT, FIRST).total()).isZero();
  }

  @Test
  void theAuditTrailTellsWhoDidWhatInOrder() {
    var trail = new AuditTrail(journal.database().pool());
    journal.writeAll(execution("k1"), Samples.succeededRun("k1"));

    var entries = trail.read(execution("k1"), 1, 2);

    assertThat(entries)
        .extracting(entry -> entry.sequenceNumber() + " " + entry.type())
        .containsExactly("2 attempt-intended", "3 attempt-accepted");
    assertThat(entries.getFirst().head().cause()).isEqualTo(Samples.ALICE);
    assertThat(entries.getFirst().event().path("instance").asText()).isEqualTo("embedded");
    assertThat(trail.read("execution|unknown", 0, 10)).isEmpty();
  }

  private void create(String name, List<String> tags) throws Exception {
    var description = new PipelineCommand.Description(name, "1.0.0", Optional.empty(), tags);
    journal.write(
        pipelineKey(name),
        new PipelineEvent.PipelineCreated(
            PipelineId.of(TENANT, name, 0),
            TENANT,
            description,
            Samples.REVISION,
            Idempotency.NONE));
    journal.project(new PipelineList());
  }

  private PipelineQueries.Row pipeline() {
    return list(PipelineQueries.Filter.ALL, PipelineQueries.Sort.NAME).getFirst();
  }

  private List<PipelineQueries.Row> list(PipelineQueries.Filter filter, PipelineQueries.Sort sort) {
    return pipelines.list(TENANT, filter, sort, Direction.DESC, FIRST).elements();
  }

  private List<ExecutionQueries.Row> list(ExecutionQueries.Filter filter) {
    return executions
        .list(TENANT, filter, ExecutionQueries.Sort.SUBMITTED_AT, Direction.DESC, FIRST)
        .elements();
  }

  private static String pipelineKey(String name) {
    return "pipeline|" + PipelineId.of(TENANT, name, 0);
  }

  private static String execution(String key) {
    return "execution|" + Samples.execution(key);
  }
}
