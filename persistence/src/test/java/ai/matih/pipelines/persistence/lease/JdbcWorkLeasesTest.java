package ai.matih.pipelines.persistence.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.StageResult;
import ai.matih.pipelines.engine.StepReport;
import ai.matih.pipelines.engine.WorkLeases.Lease;
import ai.matih.pipelines.engine.WorkLeases.State;
import ai.matih.pipelines.engine.WorkLeases.StoreUnavailable;
import ai.matih.pipelines.persistence.Samples;
import ai.matih.pipelines.persistence.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdbcWorkLeasesTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final JdbcWorkLeases.Memory MEMORY =
      new JdbcWorkLeases.Memory(Duration.ofDays(7), Duration.ofDays(1));
  private static final AttemptId WORK = Samples.attempt("k1");

  private TestDatabase database;
  private JdbcWorkLeases leases;

  @BeforeEach
  void open() {
    database = TestDatabase.migrated();
    leases = new JdbcWorkLeases(database.pool(), MEMORY);
  }

  @AfterEach
  void close() {
    leases.close();
    database.close();
  }

  @Test
  void aSecondSubmitIsTheSameWork() {
    assertThat(await(submit("k1"))).isTrue();
    assertThat(await(submit("k1"))).isFalse();
    assertThat(await(leases.submitClaimed(WORK, "embedded", 2, Samples.order("k1"), "other", LONG)))
        .isEmpty();
  }

  @Test
  void submitAndClaimInOneActGivesTheFirstEpoch() {
    var lease =
        await(leases.submitClaimed(WORK, "embedded", 1, Samples.order("k1"), "me", LONG))
            .orElseThrow();

    assertThat(lease).isEqualTo(await(leases.observe(WORK, 0)).orElseThrow());
    assertThat(lease.state()).isEqualTo(State.RUNNING);
    assertThat(lease.epoch()).isPositive();
    assertThat(await(leases.claimOne(WORK, "other", LONG))).isEmpty();
  }

  @Test
  void openWorkIsClaimedOnceAndOldestFirst() {
    await(submit("k1"));
    await(submit("k2"));
    await(submit("k3"));

    var mine = await(leases.claim("embedded", "me", 2, LONG));
    var theirs = await(leases.claim("embedded", "them", 5, LONG));

    assertThat(mine)
        .extracting(Lease::work)
        .containsExactlyInAnyOrder(Samples.attempt("k1"), Samples.attempt("k2"));
    assertThat(theirs).extracting(Lease::work).containsExactly(Samples.attempt("k3"));
    assertThat(theirs.getFirst().order()).hasValue(Samples.order("k3"));
    assertThat(await(leases.claim("other-engine", "me", 5, LONG))).isEmpty();
  }

  @Test
  void anExpiredLeaseIsTakenWithAHigherEpochAndTheOldOwnerIsRefused() {
    await(submit("k1"));
    var old = await(leases.claimOne(WORK, "old", LONG)).orElseThrow();
    assertThat(await(leases.claim("embedded", "new", 1, LONG))).as("still held").isEmpty();
    expire();
    assertThat(await(leases.observe(WORK, 0)).orElseThrow().expired()).isTrue();

    var taken = await(leases.claim("embedded", "new", 1, LONG)).getFirst();

    assertThat(taken.epoch()).isGreaterThan(old.epoch());
    assertThat(await(leases.renew(WORK, "old", old.epoch(), List.of(), LONG))).isEmpty();
    assertThat(await(leases.complete(WORK, "old", old.epoch(), new StageResult(Map.of()))))
        .isFalse();
    assertThat(await(leases.complete(WORK, "new", taken.epoch(), new StageResult(Map.of()))))
        .isTrue();
  }

  @Test
  void anOwnerThatWasLateButNotReplacedGoesOn() {
    await(submit("k1"));
    var lease = await(leases.claimOne(WORK, "me", LONG)).orElseThrow();
    expire();

    var renewed = await(leases.renew(WORK, "me", lease.epoch(), List.of(), LONG)).orElseThrow();

    assertThat(renewed.expired()).isFalse();
    assertThat(renewed.epoch()).isEqualTo(lease.epoch());
  }

  @Test
  void endedStepsAreKeptInTheirOrder() {
    await(submit("k1"));
    var lease = await(leases.claimOne(WORK, "me", LONG)).orElseThrow();
    var first = ended("extract flights");
    var second = ended("transform delays");

    await(leases.renew(WORK, "me", lease.epoch(), List.of(first), LONG));
    await(leases.renew(WORK, "me", lease.epoch(), List.of(), LONG));
    await(leases.renew(WORK, "me", lease.epoch(), List.of(second), LONG));

    assertThat(await(leases.observe(WORK, 0)).orElseThrow().progress())
        .containsExactly(first, second);
  }

  @Test
  void anEndToldTwiceIsTrueTwiceAndNeverChanges() {
    await(submit("k1"));
    var epoch = await(leases.claimOne(WORK, "me", LONG)).orElseThrow().epoch();
    var result = new StageResult(Map.of("check known", Samples.result("k1", "check known")));

    assertThat(await(leases.complete(WORK, "me", epoch, result))).isTrue();
    assertThat(await(leases.complete(WORK, "me", epoch, result))).isTrue();
    assertThat(await(leases.fail(WORK, "me", epoch, Samples.FAILURE))).isFalse();
    assertThat(await(leases.cancelled(WORK, "me", epoch))).isFalse();

    var lease = await(leases.observe(WORK, 0)).orElseThrow();
    assertThat(lease.state()).isEqualTo(State.SUCCEEDED);
    assertThat(lease.result()).hasValue(result);
    assertThat(lease.failure()).isEmpty();
  }

  @Test
  void aFailureIsKeptWithItsWords() {
    await(submit("k1"));
    var epoch = await(leases.claimOne(WORK, "me", LONG)).orElseThrow().epoch();

    await(leases.fail(WORK, "me", epoch, Samples.FAILURE));

    var lease = await(leases.observe(WORK, 0)).orElseThrow();
    assertThat(lease.state()).isEqualTo(State.FAILED);
    assertThat(lease.failure()).hasValue(Samples.FAILURE);
  }

  @Test
  void cancelEndsOpenWorkAtOnceAndAsksTheOwnerOfRunningWork() {
    await(submit("k1"));
    await(submit("k2"));
    var running = await(leases.claimOne(Samples.attempt("k2"), "me", LONG)).orElseThrow();

    assertThat(await(leases.askCancel(WORK)).orElseThrow().state()).isEqualTo(State.CANCELLED);
    assertThat(await(leases.claimOne(WORK, "me", LONG))).isEmpty();
    var asked = await(leases.askCancel(running.work())).orElseThrow();
    assertThat(asked.state()).isEqualTo(State.RUNNING);
    assertThat(asked.cancelAsked()).isTrue();
    assertThat(await(leases.cancelled(running.work(), "me", running.epoch()))).isTrue();
    assertThat(await(leases.askCancel(Samples.attempt("unknown")))).isEmpty();
  }

  @Test
  void aFencedNameRefusesALateSubmit() {
    var fenced = await(leases.fence(WORK, "embedded"));

    assertThat(fenced.state()).isEqualTo(State.FENCED);
    assertThat(fenced.order()).isEmpty();
    assertThat(await(submit("k1"))).isFalse();
    assertThat(await(leases.claim("embedded", "me", 5, LONG))).isEmpty();
  }

  @Test
  void liveWorkIsNotFencedButExpiredWorkIsAndItsOwnerIsRefused() {
    await(submit("k1"));
    var lease = await(leases.claimOne(WORK, "me", LONG)).orElseThrow();
    assertThat(await(leases.fence(WORK, "embedded")).state()).isEqualTo(State.RUNNING);
    expire();

    assertThat(await(leases.fence(WORK, "embedded")).state()).isEqualTo(State.FENCED);

    assertThat(await(leases.renew(WORK, "me", lease.epoch(), List.of(), LONG))).isEmpty();
    assertThat(await(leases.complete(WORK, "me", lease.epoch(), new StageResult(Map.of()))))
        .isFalse();
  }

  @Test
  void theWatchOnlyGrows() {
    await(submit("k1"));

    assertThat(await(leases.observe(WORK, 7)).orElseThrow().watch()).isEqualTo(7);
    assertThat(await(leases.observe(WORK, 3)).orElseThrow().watch()).isEqualTo(7);
    assertThat(await(leases.observe(Samples.attempt("unknown"), 1))).isEmpty();
  }

  @Test
  void callsThatArriveTogetherShareTransactionsAndKeepTheirOrder() {
    var submits = IntStream.range(0, 400).mapToObj(i -> submit("k" + i)).toList();
    var claims =
        IntStream.range(0, 400)
            .mapToObj(i -> leases.claimOne(Samples.attempt("k" + i), "me", LONG))
            .toList();

    assertThat(submits).allMatch(JdbcWorkLeasesTest::await);
    assertThat(claims).allMatch(claim -> await(claim).isPresent());
    assertThat(database.query("SELECT count(DISTINCT xmin::text) < 50 FROM work_lease"))
        .containsExactly("t");
  }

  @Test
  void oneCallThatCannotBeWrittenDoesNotHarmItsNeighbours() {
    var before = submit("k1");
    var broken = leases.claim("nul\u0000byte", "me", 1, LONG);
    var after = submit("k2");

    assertThatThrownBy(() -> await(broken)).hasCauseInstanceOf(StoreUnavailable.class);
    assertThat(await(before)).isTrue();
    assertThat(await(after)).isTrue();
  }

  @Test
  void anotherNodeReadsWhatThisOneWrote() {
    await(submit("k1"));
    try (var other = new JdbcWorkLeases(database.pool(), MEMORY)) {
      assertThat(await(other.claimOne(WORK, "other", LONG)).orElseThrow().order())
          .hasValue(Samples.order("k1"));
    }
    assertThat(await(leases.observe(WORK, 0)).orElseThrow().owner())
        .isEqualTo(Optional.of("other"));
  }

  @Test
  void aClosedStoreSaysSo() {
    leases.close();

    assertThatThrownBy(() -> await(submit("k1"))).hasCauseInstanceOf(StoreUnavailable.class);
  }

  @Test
  void rowsThatEndedBeforeTheMemoryHorizonAreForgotten() throws Exception {
    await(submit("k1"));
    await(leases.askCancel(WORK));
    await(submit("k2"));
    assertThat(leases.prune()).isZero();
    database.execute("UPDATE work_lease SET ended_at = ended_at - interval '8 days'");

    assertThat(leases.prune()).isEqualTo(1);
    assertThat(database.query("SELECT work_id FROM work_lease"))
        .containsExactly(Samples.attempt("k2").toString());
  }

  @Test
  void rowsOfArchivedRunsAreForgottenSoonerThanThoseOfOpenOnes() throws Exception {
    await(submit("k1"));
    await(leases.askCancel(WORK));
    await(submit("k2"));
    await(leases.askCancel(Samples.attempt("k2")));
    database.execute(
        "INSERT INTO journal_archive (persistence_id, first_number, last_number, tenant, sha256,"
            + " records) VALUES ('execution|"
            + Samples.execution("k2")
            + "', 1, 9, 'acme', '', '')");
    assertThat(leases.prune()).as("topics may still hold its submit").isZero();
    database.execute("UPDATE work_lease SET ended_at = ended_at - interval '2 days'");

    assertThat(leases.prune()).isEqualTo(1);
    assertThat(database.query("SELECT work_id FROM work_lease")).containsExactly(WORK.toString());
  }

  private CompletionStage<Boolean> submit(String key) {
    return leases.submit(Samples.attempt(key), "embedded", 1, Samples.order(key));
  }

  private static StepReport ended(String step) {
    return new StepReport.Ended(step, Samples.T0, Samples.result("k1", step));
  }

  private void expire() {
    database.execute(
        "UPDATE work_lease SET lease_until = now() - interval '1 second' WHERE state = 'RUNNING'");
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
