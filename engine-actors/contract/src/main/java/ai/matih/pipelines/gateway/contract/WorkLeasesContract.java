package ai.matih.pipelines.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.TaskWork;
import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.engine.FailureClass;
import ai.matih.pipelines.engine.StageOrder;
import ai.matih.pipelines.engine.StageResult;
import ai.matih.pipelines.engine.StepReport;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.engine.WorkLeases;
import ai.matih.pipelines.engine.WorkLeases.Lease;
import ai.matih.pipelines.engine.WorkLeases.State;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.planning.Stage;
import ai.matih.pipelines.planning.Step;
import ai.matih.pipelines.planning.StepWork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every store of work leases keeps: design section 3, point 4. */
public abstract class WorkLeasesContract {
  private static final TenantId TENANT = new TenantId("acme");
  private static final String INSTANCE = "embedded";
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final StageResult RESULT = new StageResult(Map.of("a", StepResult.NOTHING));
  private static int works;

  private final AttemptId work = freshWork();

  /** The store, empty; the same one during a test. */
  protected abstract WorkLeases leases();

  @Test
  void workIsInsertedOnce() {
    assertThat(submit(1)).isTrue();
    assertThat(submit(2)).isFalse();

    Lease row = observe();
    assertThat(row.state()).isEqualTo(State.OPEN);
    assertThat(row.order()).contains(order());
    assertThat(row.watch()).isEqualTo(1);
    assertThat(row.owner()).isEmpty();
  }

  @Test
  void whatWasNeverSubmittedIsNotThere() {
    assertThat(get(leases().observe(work, 1))).isEmpty();
    assertThat(get(leases().claimOne(work, "me", LONG))).isEmpty();
    assertThat(get(leases().askCancel(work))).isEmpty();
  }

  @Test
  void aSubmitMayClaimInTheSameAct() {
    Lease lease = claimed("me", LONG);

    assertThat(lease.epoch()).isPositive();
    assertThat(lease.owner()).contains("me");
    assertThat(lease.state()).isEqualTo(State.RUNNING);
    assertThat(get(leases().submitClaimed(work, INSTANCE, 2, order(), "you", LONG))).isEmpty();
    assertThat(observe().owner()).contains("me");
  }

  @Test
  void openWorkIsClaimedByOne() {
    submit(1);

    assertThat(get(leases().claim(INSTANCE, "me", 100, LONG)))
        .extracting(Lease::work)
        .containsExactly(work);
    assertThat(get(leases().claim(INSTANCE, "you", 100, LONG))).isEmpty();
    assertThat(get(leases().claimOne(work, "you", LONG))).isEmpty();
  }

  @Test
  void aClaimTakesNoMoreThanAskedFor() {
    List<AttemptId> waiting = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      AttemptId one = freshWork();
      get(leases().submit(one, INSTANCE, 1, order()));
      waiting.add(one);
    }

    List<Lease> first = get(leases().claim(INSTANCE, "me", 2, LONG));
    List<Lease> rest = get(leases().claim(INSTANCE, "me", 100, LONG));

    assertThat(first).hasSize(2);
    assertThat(rest).hasSize(3);
    first = new ArrayList<>(first);
    first.addAll(rest);
    assertThat(first).extracting(Lease::work).containsExactlyInAnyOrderElementsOf(waiting);
  }

  @Test
  void workOfAnotherInstanceIsNotClaimed() {
    get(leases().submit(work, "another", 1, order()));

    assertThat(get(leases().claim(INSTANCE, "me", 100, LONG))).isEmpty();
  }

  /** A sink compares epochs across the attempts of one load: the later owner has the higher one. */
  @Test
  void theOwnerOfALaterAttemptHasAHigherEpoch() {
    long first = claimed("me", LONG).epoch();

    Lease next =
        get(leases().submitClaimed(work.next(), INSTANCE, 1, order(), "you", LONG)).orElseThrow();

    assertThat(next.epoch()).isGreaterThan(first);
  }

  @Test
  void anExpiredLeaseIsTakenOverUnderTheNextEpoch() {
    long first = claimed("me", SHORT).epoch();
    awaitExpired();

    Lease taken = get(leases().claim(INSTANCE, "you", 100, LONG)).getFirst();

    assertThat(taken.epoch()).isGreaterThan(first);
    assertThat(taken.owner()).contains("you");
    assertThat(taken.order()).contains(order());
  }

  @Test
  void aLiveLeaseIsNotTakenOver() {
    claimed("me", LONG);

    assertThat(get(leases().claim(INSTANCE, "you", 100, LONG))).isEmpty();
    assertThat(observe().expired()).isFalse();
  }

  @Test
  void aLostOwnerCanWriteNothing() {
    long mine = claimed("me", SHORT).epoch();
    awaitExpired();
    get(leases().claim(INSTANCE, "you", 100, LONG));

    assertThat(get(leases().renew(work, "me", mine, List.of(), LONG))).isEmpty();
    assertThat(get(leases().complete(work, "me", mine, RESULT))).isFalse();
    assertThat(get(leases().fail(work, "me", mine, failure()))).isFalse();
    assertThat(get(leases().cancelled(work, "me", mine))).isFalse();
    assertThat(observe().owner()).contains("you");
    assertThat(observe().state()).isEqualTo(State.RUNNING);
  }

  @Test
  void theSameOwnerUnderAnOldEpochCanWriteNothing() {
    long mine = claimed("me", SHORT).epoch();
    awaitExpired();
    long newer = get(leases().claim(INSTANCE, "me", 100, LONG)).getFirst().epoch();

    assertThat(get(leases().complete(work, "me", mine, RESULT))).isFalse();
    assertThat(get(leases().complete(work, "me", newer, RESULT))).isTrue();
  }

  @Test
  void endedStepsAreKeptForTheNextOwner() {
    long mine = claimed("me", SHORT).epoch();
    StepReport first = new StepReport.Ended("a", at(), StepResult.NOTHING);
    StepReport second = new StepReport.Ended("b", at(), StepResult.NOTHING);
    get(leases().renew(work, "me", mine, List.of(first), LONG));
    get(leases().renew(work, "me", mine, List.of(), LONG));
    get(leases().renew(work, "me", mine, List.of(second), SHORT));
    awaitExpired();

    Lease taken = get(leases().claim(INSTANCE, "you", 100, LONG)).getFirst();

    assertThat(taken.progress()).containsExactly(first, second);
  }

  @Test
  void aRenewalTellsTheOwnerOfWatchAndCancel() {
    long mine = claimed("me", LONG).epoch();
    get(leases().observe(work, 7));
    get(leases().observe(work, 3));
    get(leases().askCancel(work));

    Lease renewed = get(leases().renew(work, "me", mine, List.of(), LONG)).orElseThrow();

    assertThat(renewed.watch()).isEqualTo(7);
    assertThat(renewed.cancelAsked()).isTrue();
    assertThat(renewed.state()).isEqualTo(State.RUNNING);
  }

  @Test
  void anEndIsFinalAndCarriesItsDocument() {
    long mine = claimed("me", LONG).epoch();

    assertThat(get(leases().complete(work, "me", mine, RESULT))).isTrue();

    assertThat(get(leases().complete(work, "me", mine, RESULT))).as("asked again").isTrue();
    assertThat(get(leases().fail(work, "me", mine, failure()))).isFalse();
    assertThat(get(leases().renew(work, "me", mine, List.of(), LONG))).isEmpty();
    assertThat(get(leases().claim(INSTANCE, "you", 100, LONG))).isEmpty();
    assertThat(observe().state()).isEqualTo(State.SUCCEEDED);
    assertThat(observe().result()).contains(RESULT);
  }

  @Test
  void aFailureIsKept() {
    long mine = claimed("me", LONG).epoch();

    assertThat(get(leases().fail(work, "me", mine, failure()))).isTrue();

    assertThat(observe().state()).isEqualTo(State.FAILED);
    assertThat(observe().failure()).contains(failure());
  }

  @Test
  void openWorkIsCancelledAtOnce() {
    submit(1);

    assertThat(get(leases().askCancel(work)).orElseThrow().state()).isEqualTo(State.CANCELLED);
    assertThat(get(leases().claim(INSTANCE, "me", 100, LONG))).isEmpty();
  }

  @Test
  void aCancelOfAnEndedRowChangesNothing() {
    long mine = claimed("me", LONG).epoch();
    get(leases().complete(work, "me", mine, RESULT));

    Lease row = get(leases().askCancel(work)).orElseThrow();

    assertThat(row.state()).isEqualTo(State.SUCCEEDED);
    assertThat(row.result()).contains(RESULT);
  }

  @Test
  void aFencedNameRefusesEverySubmit() {
    assertThat(get(leases().fence(work, INSTANCE)).state()).isEqualTo(State.FENCED);

    assertThat(submit(1)).isFalse();
    assertThat(get(leases().submitClaimed(work, INSTANCE, 1, order(), "me", LONG))).isEmpty();
    assertThat(get(leases().claim(INSTANCE, "me", 100, LONG))).isEmpty();
    assertThat(observe().state()).isEqualTo(State.FENCED);
  }

  @Test
  void aFenceTakesOpenAndExpiredWork() {
    submit(1);
    assertThat(get(leases().fence(work, INSTANCE)).state()).isEqualTo(State.FENCED);

    AttemptId expired = freshWork();
    long mine =
        get(leases().submitClaimed(expired, INSTANCE, 1, order(), "me", SHORT))
            .orElseThrow()
            .epoch();
    Heard.until("expired", () -> get(leases().observe(expired, 1)).orElseThrow().expired());
    assertThat(get(leases().fence(expired, INSTANCE)).state()).isEqualTo(State.FENCED);
    assertThat(get(leases().complete(expired, "me", mine, RESULT))).isFalse();
  }

  @Test
  void aFenceLeavesLiveAndEndedWork() {
    long mine = claimed("me", LONG).epoch();
    assertThat(get(leases().fence(work, INSTANCE)).state()).isEqualTo(State.RUNNING);

    get(leases().complete(work, "me", mine, RESULT));
    assertThat(get(leases().fence(work, INSTANCE)).state()).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void callsThatArriveTogetherAreEachAnswered() {
    List<AttemptId> many = new ArrayList<>();
    List<CompletionStage<Optional<Lease>>> answers = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      AttemptId one = freshWork();
      many.add(one);
      answers.add(leases().submitClaimed(one, INSTANCE, 1, order(), "me", LONG));
      answers.add(leases().submitClaimed(one, INSTANCE, 1, order(), "you", LONG));
    }

    List<AttemptId> won =
        answers.stream()
            .map(WorkLeasesContract::get)
            .flatMap(Optional::stream)
            .map(Lease::work)
            .toList();

    assertThat(won).containsExactlyInAnyOrderElementsOf(many);
  }

  private boolean submit(long watch) {
    return get(leases().submit(work, INSTANCE, watch, order()));
  }

  private Lease claimed(String owner, Duration lease) {
    return get(leases().submitClaimed(work, INSTANCE, 1, order(), owner, lease)).orElseThrow();
  }

  private Lease observe() {
    return get(leases().observe(work, 0)).orElseThrow();
  }

  private void awaitExpired() {
    Heard.until("the lease expires", () -> observe().expired());
  }

  private static <T> T get(CompletionStage<T> answer) {
    return answer.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private static Instant at() {
    return Instant.parse("2026-01-02T03:04:05.678Z");
  }

  private static Failure failure() {
    return new Failure(
        FailureClass.USER, "BAD_SQL", "no", Optional.of("mend it"), Optional.of("a"), false);
  }

  private static AttemptId freshWork() {
    PipelineId pipeline = PipelineId.of(TENANT, "leases", 0);
    return new AttemptId(ExecutionId.of(pipeline, System.nanoTime() + "-" + works++), "s1", 1);
  }

  private static StageOrder order() {
    return new StageOrder(
        TENANT,
        "leases",
        ExecutionId.of(PipelineId.of(TENANT, "leases", 0), "root"),
        new Stage(
            "s1",
            EngineKind.EMBEDDED,
            INSTANCE,
            List.of(),
            List.of(),
            List.of(
                new Step(
                    "a",
                    new StepWork.Task(new TaskWork.Log("hello")),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    "f1"))),
        Map.of("params.limit", 3),
        Map.of(),
        Map.of(),
        Optional.empty());
  }
}
