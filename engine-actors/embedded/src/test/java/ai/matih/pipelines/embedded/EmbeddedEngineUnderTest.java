package ai.matih.pipelines.embedded;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.StageOrder;
import ai.matih.pipelines.gateway.EngineAdapter;
import ai.matih.pipelines.gateway.Reports;
import ai.matih.pipelines.gateway.contract.EngineUnderTest;
import ai.matih.pipelines.gateway.contract.InMemoryWorkLeases;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/** The embedded engine over a lease store in memory, with short leases. */
final class EmbeddedEngineUnderTest implements EngineUnderTest {
  private static final WorkerSettings SETTINGS = new WorkerSettings(4, 2, Duration.ofMillis(1_000));

  private final InMemoryWorkLeases leases = new InMemoryWorkLeases(Clock.systemUTC());
  private final ScriptedSteps steps = new ScriptedSteps();
  private final Path home;

  EmbeddedEngineUnderTest(Path home) {
    this.home = home;
  }

  @Override
  public EngineAdapter connect(Reports reports) {
    return new EmbeddedAdapter(
        "embedded",
        "node-" + UUID.randomUUID(),
        leases,
        steps,
        RunLogs.in(home),
        SETTINGS,
        reports);
  }

  @Override
  public StageOrder order(Behaviour behaviour) {
    return ScriptedSteps.order(
        ScriptedSteps.step(
            "only",
            switch (behaviour) {
              case ENDS_WELL -> "ok";
              case FAILS -> "fail";
              case GOES_ON -> "hold";
            }));
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
    leases.reachable(false);
  }

  @Override
  public void reconnect() {
    leases.reachable(true);
  }

  @Override
  public void forget(AttemptId attempt) {
    leases.forget(attempt);
  }

  @Override
  public void loseResult(AttemptId attempt) {
    leases.forgetResult(attempt);
  }

  @Override
  public void close() {}
}
