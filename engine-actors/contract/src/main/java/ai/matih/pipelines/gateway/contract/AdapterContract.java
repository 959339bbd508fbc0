package ai.matih.pipelines.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.engine.StageOrder;
import ai.matih.pipelines.gateway.EngineAdapter;
import ai.matih.pipelines.gateway.Observation;
import ai.matih.pipelines.gateway.Report;
import ai.matih.pipelines.gateway.Watch;
import ai.matih.pipelines.gateway.contract.EngineUnderTest.Behaviour;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every engine adapter keeps, whatever its engine: design section 3, points 2, 3 and 7. An
 * adapter's test extends it and names its engine.
 */
public abstract class AdapterContract {
  private static final TenantId TENANT = new TenantId("acme");
  private static final Duration CANCEL_WITHIN = Duration.ofSeconds(2);
  private static int runs;

  private EngineUnderTest engine;
  private Heard heard;
  private EngineAdapter adapter;
  private AttemptId attempt;

  /** A fresh engine without any job. */
  protected abstract EngineUnderTest startEngine();

  @BeforeEach
  void connect() {
    engine = startEngine();
    heard = new Heard();
    adapter = engine.connect(heard);
    attempt = freshAttempt();
  }

  @AfterEach
  void stop() {
    adapter.close();
    engine.close();
  }

  @Test
  void aSubmittedJobIsAcceptedAndEndsWithItsResultDocument() {
    StageOrder order = submit(1, Behaviour.ENDS_WELL);

    assertThat(heard.await(watch(1))).isInstanceOf(Observation.Running.class);
    assertSucceeded(1, order);
    assertThat(engine.starts(attempt)).isEqualTo(1);
  }

  @Test
  void aFailedJobSaysWhy() {
    submit(1, Behaviour.FAILS);

    Failure failure =
        ((Observation.Failed) heard.await(watch(1), Observation.Failed.class::isInstance))
            .failure();
    assertThat(failure.code()).matches("[A-Z][A-Z0-9_]+");
    assertThat(failure.message()).isNotBlank();
  }

  /** A refusal is an end (design 3.3): the run may go on to another attempt. */
  @Test
  void aRefusalTakesTheNameSoThatALaterSubmitCannotRun() {
    submit(1, Behaviour.IS_REFUSED);
    Observation refused = heard.await(watch(1), Report::isLast);
    assertThat(refused).isInstanceOf(Observation.Failed.class);

    submit(2, Behaviour.ENDS_WELL);
    assertThat(heard.await(watch(2))).isEqualTo(refused);
    restart();
    submit(1, Behaviour.ENDS_WELL);
    assertThat(heard.await(watch(1))).isEqualTo(refused);
    done(adapter.fence(watch(3)));
    assertThat(heard.await(watch(3))).isEqualTo(refused);
    assertThat(engine.starts(attempt)).isZero();
  }

  @Test
  void aFailedJobIsNotStartedAgainByALaterSubmit() {
    submit(1, Behaviour.FAILS);
    Observation failed = heard.await(watch(1), Report::isLast);
    restart();

    submit(2, Behaviour.ENDS_WELL);

    assertThat(heard.await(watch(2))).isEqualTo(failed);
    assertThat(engine.starts(attempt)).isEqualTo(1);
  }

  @Test
  void aSecondSubmitIsTheSameJob() {
    submit(1, Behaviour.GOES_ON);
    submit(1, Behaviour.GOES_ON);
    awaitAtWork();
    submit(2, Behaviour.GOES_ON);
    assertThat(heard.await(watch(2))).isInstanceOf(Observation.Running.class);
    engine.letGo(attempt);
    heard.await(watch(2), Observation.Succeeded.class::isInstance);

    StageOrder order = submit(3, Behaviour.GOES_ON);

    assertSucceeded(3, order);
    assertThat(engine.starts(attempt)).isEqualTo(1);
  }

  @Test
  void anUnknownAttemptIsAbsent() {
    done(adapter.observe(watch(1)));

    assertThat(heard.await(watch(1))).isEqualTo(new Observation.Absent());
  }

  @Test
  void aLateSubmitAfterAbsentStartsTheJobOnce() {
    done(adapter.observe(watch(2)));
    assertThat(heard.await(watch(2))).isEqualTo(new Observation.Absent());

    submit(1, Behaviour.ENDS_WELL);
    StageOrder order = submit(3, Behaviour.ENDS_WELL);

    assertSucceeded(3, order);
    assertThat(engine.starts(attempt)).isEqualTo(1);
  }

  @Test
  void aFencedAttemptNeverStarts() {
    done(adapter.fence(watch(1)));
    assertThat(heard.await(watch(1))).isEqualTo(new Observation.Fenced());

    submit(2, Behaviour.ENDS_WELL);
    assertThat(heard.await(watch(2))).isEqualTo(new Observation.Fenced());

    done(adapter.observe(watch(3)));
    assertThat(heard.await(watch(3))).isEqualTo(new Observation.Fenced());
    assertThat(engine.starts(attempt)).isZero();
  }

  @Test
  void aFenceHoldsAfterARestart() {
    done(adapter.fence(watch(1)));
    heard.await(watch(1));
    restart();

    submit(2, Behaviour.ENDS_WELL);

    assertThat(heard.await(watch(2))).isEqualTo(new Observation.Fenced());
    assertThat(engine.starts(attempt)).isZero();
  }

  @Test
  void aFenceLeavesARunningJobAlone() {
    submit(1, Behaviour.GOES_ON);
    awaitAtWork();

    done(adapter.fence(watch(2)));

    assertThat(heard.await(watch(2))).isInstanceOf(Observation.Running.class);
    assertThat(engine.isAtWork(attempt)).isTrue();
    engine.letGo(attempt);
    heard.await(watch(2), Observation.Succeeded.class::isInstance);
  }

  @Test
  void aFenceOfAnEndedJobTellsItsEnd() {
    StageOrder order = submit(1, Behaviour.ENDS_WELL);
    heard.await(watch(1), Observation.Succeeded.class::isInstance);

    done(adapter.fence(watch(2)));

    assertSucceeded(2, order);
  }

  @Test
  void aRunningJobIsSeenAfterARestartAndReportsItsEnd() {
    StageOrder order = submit(1, Behaviour.GOES_ON);
    awaitAtWork();
    restart();

    done(adapter.observe(watch(2)));

    assertThat(heard.await(watch(2))).isInstanceOf(Observation.Running.class);
    awaitAtWork();
    engine.letGo(attempt);
    assertSucceeded(2, order);
    assertThat(engine.mostAtOnce(attempt)).isEqualTo(1);
  }

  @Test
  void anEndThatNobodyHeardIsSeenAfterARestart() {
    StageOrder order = submit(1, Behaviour.ENDS_WELL);
    heard.await(watch(1), Observation.Succeeded.class::isInstance);
    restart();

    done(adapter.observe(watch(2)));

    assertSucceeded(2, order);
    assertThat(engine.starts(attempt)).isEqualTo(1);
  }

  /** The new gateway knows of no number that was used before. */
  @Test
  void aGatewayThatStartsCountingAgainHearsTheSameOfTheSameWatch() {
    StageOrder order = submit(7, Behaviour.ENDS_WELL);
    heard.await(watch(7), Observation.Succeeded.class::isInstance);
    restart();

    done(adapter.observe(watch(7)));

    assertSucceeded(7, order);
  }

  @Test
  void aForgottenJobIsNeitherSucceededNorFailed() {
    submit(1, Behaviour.ENDS_WELL);
    heard.await(watch(1), Observation.Succeeded.class::isInstance);
    engine.forget(attempt);

    done(adapter.observe(watch(2)));

    assertThat(heard.await(watch(2)))
        .isInstanceOfAny(Observation.Forgotten.class, Observation.Absent.class);
  }

  @Test
  void successWithoutItsResultDocumentIsForgotten() {
    submit(1, Behaviour.ENDS_WELL);
    heard.await(watch(1), Observation.Succeeded.class::isInstance);
    engine.loseResult(attempt);

    done(adapter.observe(watch(2)));

    assertThat(heard.await(watch(2))).isInstanceOf(Observation.Forgotten.class);
  }

  @Test
  void aCancelStopsTheWork() {
    submit(1, Behaviour.GOES_ON);
    awaitAtWork();

    Instant asked = Instant.now();
    done(adapter.cancel(attempt, "a person wants it"));

    assertThat(heard.await(watch(1), Report::isLast)).isEqualTo(new Observation.Cancelled());
    assertThat(engine.isAtWork(attempt)).isFalse();
    assertThat(Duration.between(asked, Instant.now())).isLessThan(CANCEL_WITHIN);
  }

  @Test
  void aCancelOfASucceededJobChangesNothing() {
    StageOrder order = submit(1, Behaviour.ENDS_WELL);
    heard.await(watch(1), Observation.Succeeded.class::isInstance);

    done(adapter.cancel(attempt, "too late"));
    done(adapter.observe(watch(2)));

    assertSucceeded(2, order);
  }

  @Test
  void aCancelAgainstSuccessEndsInOneOfThemForGood() {
    submit(1, Behaviour.GOES_ON);
    awaitAtWork();

    engine.letGo(attempt);
    done(adapter.cancel(attempt, "perhaps too late"));

    Observation end = heard.await(watch(1), Report::isLast);
    assertThat(end).isInstanceOfAny(Observation.Succeeded.class, Observation.Cancelled.class);
    done(adapter.observe(watch(2)));
    assertThat(heard.await(watch(2))).isEqualTo(end);
  }

  @Test
  void aCancelOfAnUnknownAttemptIsHarmless() {
    done(adapter.cancel(attempt, "nothing there"));

    StageOrder order = submit(1, Behaviour.ENDS_WELL);

    assertSucceeded(1, order);
  }

  @Test
  void anUnreachableEngineSaysNothingOfTheJob() {
    StageOrder order = submit(1, Behaviour.GOES_ON);
    awaitAtWork();
    engine.cutOff();

    assertThat(isUnreachable(watch(2))).isTrue();

    engine.reconnect();
    done(adapter.observe(watch(3)));
    assertThat(heard.await(watch(3))).isInstanceOf(Observation.Running.class);
    engine.letGo(attempt);
    assertSucceeded(3, order);
    assertThat(engine.mostAtOnce(attempt)).isEqualTo(1);
    assertThat(heard.of(attempt)).noneMatch(Observation.Failed.class::isInstance);
  }

  @Test
  void lateRepeatedAndReorderedRequestsAreOneJob() {
    Random random = new Random(20_131);
    for (int round = 0; round < 20; round++) {
      attempt = freshAttempt();
      List<Runnable> requests =
          new ArrayList<>(
              List.of(
                  () -> submit(1, Behaviour.ENDS_WELL),
                  () -> submit(1, Behaviour.ENDS_WELL),
                  () -> submit(3, Behaviour.ENDS_WELL),
                  () -> done(adapter.observe(watch(2))),
                  () -> done(adapter.observe(watch(4)))));
      Collections.shuffle(requests, random);

      requests.forEach(Runnable::run);

      StageOrder order = submit(5, Behaviour.ENDS_WELL);
      assertSucceeded(5, order);
      assertThat(engine.starts(attempt)).isEqualTo(1);
    }
  }

  @Test
  void aFenceAmongSubmitsMeansRunOnceOrNever() {
    Random random = new Random(1_957);
    for (int round = 0; round < 20; round++) {
      attempt = freshAttempt();
      List<Runnable> requests =
          new ArrayList<>(
              List.of(
                  () -> submit(1, Behaviour.ENDS_WELL),
                  () -> submit(2, Behaviour.ENDS_WELL),
                  () -> done(adapter.fence(watch(3)))));
      Collections.shuffle(requests, random);

      requests.forEach(Runnable::run);

      done(adapter.observe(watch(4)));
      Observation end = heard.await(watch(4), Report::isLast);
      assertThat(engine.starts(attempt)).isEqualTo(end instanceof Observation.Fenced ? 0 : 1);
    }
  }

  private void restart() {
    adapter.close();
    heard = new Heard();
    adapter = engine.connect(heard);
  }

  private StageOrder submit(long number, Behaviour behaviour) {
    StageOrder order = engine.order(behaviour);
    done(adapter.submit(watch(number), order));
    return order;
  }

  private void assertSucceeded(long number, StageOrder order) {
    Observation end = heard.await(watch(number), Report::isLast);
    assertThat(end).isInstanceOf(Observation.Succeeded.class);
    assertThat(((Observation.Succeeded) end).result().steps())
        .containsOnlyKeys(order.stage().steps().stream().map(step -> step.name()).toList());
  }

  private boolean isUnreachable(Watch watch) {
    try {
      done(adapter.observe(watch));
      return heard.await(watch) instanceof Observation.Unreachable;
    } catch (CompletionException e) {
      return true;
    }
  }

  private void awaitAtWork() {
    Heard.until(attempt + " is at work", () -> engine.isAtWork(attempt));
  }

  private Watch watch(long number) {
    return new Watch(attempt, TENANT, number);
  }

  private static void done(java.util.concurrent.CompletionStage<Void> request) {
    request.toCompletableFuture().join();
  }

  private static AttemptId freshAttempt() {
    PipelineId pipeline = PipelineId.of(TENANT, "contract", 0);
    return new AttemptId(ExecutionId.of(pipeline, System.nanoTime() + "-" + runs++), "s1", 1);
  }
}
