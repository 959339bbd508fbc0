package ai.matih.pipelines.http.api;

import ai.matih.pipelines.connection.ConnectionCommand;
import ai.matih.pipelines.connection.ConnectionEvent;
import ai.matih.pipelines.connection.ConnectionLifecycle;
import ai.matih.pipelines.connection.ConnectionReply;
import ai.matih.pipelines.connection.ConnectionState;
import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.EngineCommand;
import ai.matih.pipelines.engine.EngineEvent;
import ai.matih.pipelines.engine.StageResult;
import ai.matih.pipelines.engine.StepReport;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.entity.Decision;
import ai.matih.pipelines.entity.Lifecycle;
import ai.matih.pipelines.entity.Moment;
import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.ExecutionCommand;
import ai.matih.pipelines.execution.ExecutionEffect;
import ai.matih.pipelines.execution.ExecutionEvent;
import ai.matih.pipelines.execution.ExecutionLifecycle;
import ai.matih.pipelines.execution.ExecutionReply;
import ai.matih.pipelines.http.api.json.Json;
import ai.matih.pipelines.http.api.port.ExecutionJournal.Entry;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.pipeline.Pipeline;
import ai.matih.pipelines.pipeline.PipelineCommand;
import ai.matih.pipelines.pipeline.PipelineEffect;
import ai.matih.pipelines.pipeline.PipelineEvent;
import ai.matih.pipelines.pipeline.PipelineLifecycle;
import ai.matih.pipelines.pipeline.PipelineReply;
import ai.matih.pipelines.planning.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The real lives of pipelines, runs and connections, kept in maps: what the entities do, without
 * actors and database. An engine does nothing until a test says what it reports.
 */
final class Cores {
  final Map<PipelineId, Pipeline> pipelines = new LinkedHashMap<>();
  final Map<ExecutionId, Execution> executions = new LinkedHashMap<>();
  final Map<String, ConnectionState> connections = new LinkedHashMap<>();
  private final Map<ExecutionId, List<Entry>> journals = new LinkedHashMap<>();
  private final Map<ExecutionId, List<CompletableFuture<PipelineReply>>> waiting =
      new LinkedHashMap<>();
  private final Map<AttemptId, Long> submitted = new LinkedHashMap<>();

  private final PipelineLifecycle pipelineLife = new PipelineLifecycle();
  private final ExecutionLifecycle executionLife = new ExecutionLifecycle();
  private final ConnectionLifecycle connectionLife = new ConnectionLifecycle();

  synchronized CompletionStage<PipelineReply> pipeline(
      PipelineId id, PipelineCommand command, Cause cause) {
    Pipeline state = pipelines.getOrDefault(id, pipelineLife.empty());
    Decision<PipelineEvent, PipelineEffect, PipelineReply> decision =
        pipelineLife.decide(state, command, new Moment(Instant.now(), cause));
    pipelines.put(id, after(pipelineLife, state, decision.events()));
    CompletableFuture<PipelineReply> reply = new CompletableFuture<>();
    decision
        .reply()
        .ifPresentOrElse(
            reply::complete,
            () ->
                execution(command)
                    .ifPresent(
                        run -> waiting.computeIfAbsent(run, key -> new ArrayList<>()).add(reply)));
    decision.effects().forEach(effect -> carryOut(id, effect));
    return reply;
  }

  private static Optional<ExecutionId> execution(PipelineCommand command) {
    return command instanceof PipelineCommand.Execute execute
        ? Optional.of(execute.execution())
        : command instanceof PipelineCommand.Retry retry
            ? Optional.of(retry.execution())
            : command instanceof PipelineCommand.Called called
                ? Optional.of(called.execution())
                : Optional.empty();
  }

  private void carryOut(PipelineId id, PipelineEffect effect) {
    switch (effect) {
      case PipelineEffect.StartExecution start ->
          execution(start.spec().id(), new ExecutionCommand.Start(start.spec()), Cause.SYSTEM);
      case PipelineEffect.ConfirmEnd confirm ->
          execution(
              confirm.execution(), new ExecutionCommand.EndNoted(confirm.round()), Cause.SYSTEM);
      case PipelineEffect.PrepareFiring ignored -> {}
      case PipelineEffect.LookFor ignored -> {}
      case PipelineEffect.LookNoMore ignored -> {}
      case PipelineEffect.PrepareInterval ignored -> {}
      case PipelineEffect.StopExecution ignored -> {}
      case PipelineEffect.PrepareBackfill ignored -> {}
      case PipelineEffect.StopBackfillRun ignored -> {}
      case PipelineEffect.AnswerExecute answer ->
          Optional.ofNullable(waiting.remove(answer.reply().execution()))
              .ifPresent(all -> all.forEach(one -> one.complete(answer.reply())));
    }
  }

  synchronized CompletionStage<ExecutionReply> execution(
      ExecutionId id, ExecutionCommand command, Cause cause) {
    Execution state = executions.getOrDefault(id, executionLife.empty());
    Decision<ExecutionEvent, ExecutionEffect, ExecutionReply> decision =
        executionLife.decide(state, command, new Moment(Instant.now(), cause));
    Execution now = after(executionLife, state, decision.events());
    if (!decision.events().isEmpty()) {
      executions.put(id, now);
      decision.events().forEach(event -> journal(id, event, cause));
    }
    decision.effects().forEach(effect -> carryOut(id, now, effect));
    return CompletableFuture.completedStage(
        decision.reply().orElseGet(ExecutionReply.NotFound::new));
  }

  private void journal(ExecutionId id, ExecutionEvent event, Cause cause) {
    List<Entry> journal = journals.computeIfAbsent(id, key -> new ArrayList<>());
    journal.add(
        new Entry(
            journal.size() + 1L,
            event.getClass().getSimpleName(),
            Instant.now(),
            cause.actor(),
            cause.origin().name(),
            cause.correlationId(),
            Json.object()));
  }

  private void carryOut(ExecutionId id, Execution state, ExecutionEffect effect) {
    PipelineId pipeline = state.pinned().pipeline();
    switch (effect) {
      case ExecutionEffect.AskSlot ask ->
          execution(
              id,
              new ExecutionCommand.SlotGranted(ask.attempt(), Optional.of(ask.instance())),
              Cause.SYSTEM);
      case ExecutionEffect.ToEngine order -> toEngine(id, order.command());
      case ExecutionEffect.TellStarted started ->
          pipeline(
              pipeline, new PipelineCommand.ExecutionStarted(id, started.ticket()), Cause.SYSTEM);
      case ExecutionEffect.TellEnded ignored ->
          pipeline(
              pipeline,
              new PipelineCommand.ExecutionEnded(
                  id,
                  state.end().orElseThrow().round(),
                  state.status(),
                  0,
                  0,
                  1,
                  state.end().map(Execution.End::cost)),
              Cause.SYSTEM);
      case ExecutionEffect.HoldSlot ignored -> {}
      case ExecutionEffect.ReturnSlot ignored -> {}
      case ExecutionEffect.LookFor ignored -> {}
      case ExecutionEffect.LookNoMore ignored -> {}
    }
  }

  private void toEngine(ExecutionId id, EngineCommand command) {
    switch (command) {
      case EngineCommand.SubmitStage submit -> submitted.put(submit.attempt(), submit.watch());
      case EngineCommand.CancelStage cancel ->
          report(
              id,
              List.of(
                  new EngineEvent.StageCancelled(
                      cancel.attempt(), submitted.getOrDefault(cancel.attempt(), 1L), 1)));
      case EngineCommand.ObserveStage ignored -> {}
      case EngineCommand.FenceStage fence ->
          report(id, List.of(new EngineEvent.StageFenced(fence.attempt(), fence.watch(), 1)));
      case EngineCommand.SignalStage ignored -> {}
    }
  }

  private void report(ExecutionId id, List<EngineEvent> events) {
    execution(id, new ExecutionCommand.EngineReported(events), Cause.ENGINE);
  }

  /** The engine takes every submitted attempt of the run and ends all of its steps well. */
  synchronized void succeed(ExecutionId id) {
    for (AttemptId attempt : List.copyOf(submitted.keySet())) {
      if (attempt.execution().equals(id)) {
        succeed(id, attempt, submitted.remove(attempt));
      }
    }
  }

  private void succeed(ExecutionId id, AttemptId attempt, long watch) {
    Map<String, StepResult> results = new LinkedHashMap<>();
    List<StepReport> reports = new ArrayList<>();
    executions.get(id).plan().stages().stream()
        .filter(stage -> stage.name().equals(attempt.stage()))
        .flatMap(stage -> stage.steps().stream())
        .map(Step::name)
        .forEach(
            step -> {
              results.put(step, StepResult.NOTHING);
              reports.add(new StepReport.Started(step, Instant.now()));
              reports.add(new StepReport.Ended(step, Instant.now(), StepResult.NOTHING));
            });
    report(
        id,
        List.of(
            new EngineEvent.StageAccepted(attempt, watch, 1, "job-1", "one", Optional.empty()),
            new EngineEvent.StepProgress(attempt, watch, 2, reports),
            new EngineEvent.StageSucceeded(attempt, watch, 3, new StageResult(results))));
  }

  synchronized CompletionStage<ConnectionReply> connection(
      TenantId tenant, String name, ConnectionCommand command, Cause cause) {
    String key = tenant + "/" + name;
    ConnectionState state = connections.getOrDefault(key, connectionLife.empty());
    Decision<ConnectionEvent, ConnectionLifecycle.NoEffect, ConnectionReply> decision =
        connectionLife.decide(state, command, new Moment(Instant.now(), cause));
    connections.put(key, after(connectionLife, state, decision.events()));
    return CompletableFuture.completedStage(decision.reply().orElseThrow());
  }

  synchronized List<Entry> journal(ExecutionId id, long after, int limit) {
    return journals.getOrDefault(id, List.of()).stream()
        .filter(entry -> entry.sequenceNumber() > after)
        .limit(limit)
        .toList();
  }

  synchronized <T> List<T> snapshot(Collection<T> values) {
    return List.copyOf(values);
  }

  private static <S, E> S after(Lifecycle<S, ?, E, ?, ?> life, S state, List<E> events) {
    S now = state;
    for (E event : events) {
      now = life.evolve(now, event, Instant.now());
    }
    return now;
  }
}
