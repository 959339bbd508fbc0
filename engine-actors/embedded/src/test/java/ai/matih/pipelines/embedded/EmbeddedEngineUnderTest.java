package ai.matih.pipelines.embedded;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.StageOrder;
import ai.matih.pipelines.engine.WorkLeases;
import ai.matih.pipelines.gateway.EngineAdapter;
import ai.matih.pipelines.gateway.Reports;
import ai.matih.pipelines.gateway.contract.EngineUnderTest;
import ai.matih.pipelines.gateway.contract.InMemoryWorkLeases;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;

/** The embedded engine with short leases, over a store with switches. */
final class EmbeddedEngineUnderTest implements EngineUnderTest {
  private static final WorkerSettings SETTINGS = new WorkerSettings(4, 2, Duration.ofMillis(1_000));

  /** A lease store and what can go wrong with it. */
  record Store(
      WorkLeases leases,
      Consumer<Boolean> reachable,
      Consumer<AttemptId> forget,
      Consumer<AttemptId> forgetResult,
      Runnable close) {

    static Store inMemory() {
      InMemoryWorkLeases leases = new InMemoryWorkLeases(Clock.systemUTC());
      return new Store(leases, leases::reachable, leases::forget, leases::forgetResult, () -> {});
    }
  }

  private final Store store;
  private final ScriptedSteps steps = new ScriptedSteps();
  private final Path home;

  EmbeddedEngineUnderTest(Path home, Store store) {
    this.home = home;
    this.store = store;
  }

  @Override
  public EngineAdapter connect(Reports reports) {
    return new EmbeddedAdapter(
        "embedded",
        "node-" + UUID.randomUUID(),
        store.leases(),
        steps,
        RunLogs.in(home),
        SETTINGS,
        new WorkFigures(),
        reports);
  }

  @Override
  public StageOrder order(Behaviour behaviour) {
    return switch (behaviour) {
      case ENDS_WELL -> ScriptedSteps.order(ScriptedSteps.step("only", "ok"));
      case FAILS -> ScriptedSteps.order(ScriptedSteps.step("only", "fail"));
      case GOES_ON -> ScriptedSteps.order(ScriptedSteps.step("only", "hold"));
      case IS_REFUSED -> ScriptedSteps.order(ScriptedSteps.step("only", "ok", "only"));
    };
  }

  @Override
  public void letGo(AttemptId attempt) {
    steps.letGo(attempt, "only");
  }

  @Override
  public int starts(AttemptId attempt) {
    return steps.starts(attempt, "only");
  }

  @Override
  public int mostAtOnce(AttemptId attempt) {
    return steps.mostAtOnce(attempt, "only");
  }

  @Override
  public boolean isAtWork(AttemptId attempt) {
    return steps.isAtWork(attempt, "only");
  }

  @Override
  public void cutOff() {
    store.reachable().accept(false);
  }

  @Override
  public void reconnect() {
    store.reachable().accept(true);
  }

  @Override
  public void forget(AttemptId attempt) {
    store.forget().accept(attempt);
  }

  @Override
  public void loseResult(AttemptId attempt) {
    store.forgetResult().accept(attempt);
  }

  @Override
  public void close() {
    store.close().run();
  }
}
