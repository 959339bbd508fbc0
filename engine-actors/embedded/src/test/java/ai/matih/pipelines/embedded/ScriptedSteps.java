package ai.matih.pipelines.embedded;

import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.TaskWork;
import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.StageOrder;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.planning.Stage;
import ai.matih.pipelines.planning.Step;
import ai.matih.pipelines.planning.StepWork;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Steps that do what their log message says: {@code ok}, {@code fail}, {@code hold}. */
final class ScriptedSteps implements StepRunner {
  static final TenantId TENANT = new TenantId("acme");

  private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> starts = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> atWork = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> most = new ConcurrentHashMap<>();
  private volatile boolean outputsGone;
  private final AtomicInteger allAtWork = new AtomicInteger();
  private final AtomicInteger mostOfAll = new AtomicInteger();

  static Step step(String name, String does, String... after) {
    return step(name, does, Optional.empty(), after);
  }

  static Step step(String name, String does, Optional<Duration> timeout, String... after) {
    return new Step(
        name,
        new StepWork.Task(new TaskWork.Log(does)),
        List.of(after),
        List.of(),
        Optional.empty(),
        timeout,
        "f-" + name);
  }

  static StageOrder order(Step... steps) {
    return order(Map.of(), steps);
  }

  static StageOrder order(Map<String, StepResult> finished, Step... steps) {
    return new StageOrder(
        TENANT,
        "scripted",
        ExecutionId.of(PipelineId.of(TENANT, "scripted", 0), "root"),
        new Stage("s1", EngineKind.EMBEDDED, "embedded", List.of(), List.of(), List.of(steps)),
        Map.of(),
        Map.of(),
        finished,
        Optional.empty());
  }

  /** From now on nothing that a step has left is to be had. */
  void loseOutputs() {
    outputsGone = true;
  }

  @Override
  public boolean has(StepResult finished) {
    return !outputsGone;
  }

  void letGo(AttemptId attempt, String step) {
    gate(attempt + " " + step).countDown();
  }

  int starts(AttemptId attempt, String step) {
    return count(starts, attempt + " " + step).get();
  }

  int mostAtOnce(AttemptId attempt, String step) {
    return count(most, attempt + " " + step).get();
  }

  int mostAtOnce() {
    return mostOfAll.get();
  }

  boolean isAtWork(AttemptId attempt, String step) {
    return count(atWork, attempt + " " + step).get() > 0;
  }

  @Override
  public boolean isTrivial(Step step) {
    return does(step).equals("ok");
  }

  @Override
  public StepResult run(StepTask task) {
    String key = task.attempt() + " " + task.step().name();
    int now = count(atWork, key).incrementAndGet();
    count(most, key).accumulateAndGet(now, Math::max);
    mostOfAll.accumulateAndGet(allAtWork.incrementAndGet(), Math::max);
    count(starts, key).incrementAndGet();
    task.log().info("does " + does(task.step()));
    try {
      return switch (does(task.step())) {
        case "fail" -> throw StepFailure.user("BAD_SQL", "no such column", "correct the SQL");
        case "break" -> throw new IllegalStateException("a bug");
        case "hold" -> hold(task, key);
        default -> StepResult.NOTHING;
      };
    } finally {
      count(atWork, key).decrementAndGet();
      allAtWork.decrementAndGet();
    }
  }

  private StepResult hold(StepTask task, String key) {
    CountDownLatch gate = gate(key);
    CountDownLatch woken = new CountDownLatch(1);
    Thread.startVirtualThread(
        () -> {
          try {
            gate.await();
            woken.countDown();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    var hook = task.cancel().onCancel(woken::countDown);
    try {
      woken.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      hook.close();
    }
    if (gate.getCount() > 0) {
      task.cancel().check();
    }
    return StepResult.NOTHING;
  }

  private CountDownLatch gate(String key) {
    return gates.computeIfAbsent(key, k -> new CountDownLatch(1));
  }

  private static AtomicInteger count(Map<String, AtomicInteger> of, String key) {
    return of.computeIfAbsent(key, k -> new AtomicInteger());
  }

  private static String does(Step step) {
    return ((TaskWork.Log) ((StepWork.Task) step.work()).work()).message();
  }
}
