package ai.matih.pipelines.gateway;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.StageOrder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what it is asked, answers with what it was told to, and reports what a test says. */
final class ScriptedAdapter implements EngineAdapter {
  final List<String> asked = new CopyOnWriteArrayList<>();
  volatile CompletionStage<Void> answer = CompletableFuture.completedFuture(null);
  private volatile Reports reports = (watch, report) -> {};

  ScriptedAdapter reportingTo(Reports to) {
    reports = to;
    return this;
  }

  void say(Watch watch, Report report) {
    reports.report(watch, report);
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(Optional.empty(), true);
  }

  @Override
  public CompiledJob compile(StageOrder order) {
    return new CompiledJob("text", "");
  }

  @Override
  public CompletionStage<Void> submit(Watch watch, StageOrder order) {
    return asked("submit " + watch.attempt() + " " + watch.number());
  }

  @Override
  public CompletionStage<Void> observe(Watch watch) {
    return asked("observe " + watch.attempt() + " " + watch.number());
  }

  @Override
  public CompletionStage<Void> fence(Watch watch) {
    return asked("fence " + watch.attempt() + " " + watch.number());
  }

  @Override
  public CompletionStage<Void> cancel(AttemptId attempt, String reason) {
    return asked("cancel " + attempt + " " + reason);
  }

  @Override
  public CompletionStage<Void> signal(AttemptId attempt, Signal signal) {
    return asked("signal " + attempt + " " + signal.id());
  }

  @Override
  public void close() {}

  private CompletionStage<Void> asked(String what) {
    asked.add(what);
    return answer;
  }
}
