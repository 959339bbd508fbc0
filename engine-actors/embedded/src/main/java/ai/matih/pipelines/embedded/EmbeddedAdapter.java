package ai.matih.pipelines.embedded;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.StageOrder;
import ai.matih.pipelines.engine.WorkLeases;
import ai.matih.pipelines.engine.WorkLeases.Lease;
import ai.matih.pipelines.gateway.Capabilities;
import ai.matih.pipelines.gateway.CompiledJob;
import ai.matih.pipelines.gateway.EngineAdapter;
import ai.matih.pipelines.gateway.Observation;
import ai.matih.pipelines.gateway.Reports;
import ai.matih.pipelines.gateway.Signal;
import ai.matih.pipelines.gateway.Watch;
import ai.matih.pipelines.planning.Step;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * The embedded engine as the gateway sees it. The lease row of an attempt is all that is known of
 * it, so any node answers for any attempt; a submit that finds a free worker here is claimed in the
 * same write.
 */
public final class EmbeddedAdapter implements EngineAdapter {
  private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

  private final String instance;
  private final WorkLeases leases;
  private final Reports reports;
  private final EmbeddedWorker worker;
  private final WorkFigures figures;

  /**
   * Starts the worker at once: it takes up what a dead node left.
   *
   * @param owner names this start of this node and no other
   */
  public EmbeddedAdapter(
      String instance,
      String owner,
      WorkLeases leases,
      StepRunner runner,
      RunLogs logs,
      WorkerSettings settings,
      WorkFigures figures,
      Reports reports) {
    this.instance = instance;
    this.leases = leases;
    this.reports = reports;
    this.figures = figures;
    this.worker =
        new EmbeddedWorker(instance, owner, leases, runner, logs, settings, figures, reports);
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(Optional.empty(), false);
  }

  @Override
  public CompiledJob compile(StageOrder order) {
    return new CompiledJob(
        "text",
        order.stage().steps().stream()
            .map(EmbeddedAdapter::line)
            .collect(Collectors.joining("\n", "stage " + order.stage().name() + "\n", "\n")));
  }

  private static String line(Step step) {
    String inputs =
        step.inputs().stream().map(Step.Input::step).collect(Collectors.joining(", ", " <- ", ""));
    return "  " + step.name() + (step.inputs().isEmpty() ? "" : inputs);
  }

  @Override
  public CompletionStage<Void> submit(Watch watch, StageOrder order) {
    return worker.reserve() ? submitAndRun(watch, order) : submitToWait(watch, order);
  }

  private CompletionStage<Void> submitAndRun(Watch watch, StageOrder order) {
    long asked = System.nanoTime();
    return leases
        .submitClaimed(
            watch.attempt(), instance, watch.number(), order, worker.owner(), worker.lease())
        .whenComplete(
            (lease, failure) -> {
              if (failure != null || lease.isEmpty()) {
                worker.release();
              }
            })
        .thenCompose(
            lease -> {
              if (lease.isEmpty()) {
                return observe(watch);
              }
              reports.report(watch, LeaseRow.observed(lease.get()));
              worker.run(lease.get(), asked);
              return DONE;
            });
  }

  private CompletionStage<Void> submitToWait(Watch watch, StageOrder order) {
    return leases
        .submit(watch.attempt(), instance, watch.number(), order)
        .thenCompose(
            inserted -> {
              if (!inserted) {
                return observe(watch);
              }
              reports.report(watch, LeaseRow.accepted(watch.attempt()));
              worker.moreWaits();
              return DONE;
            });
  }

  @Override
  public CompletionStage<Void> observe(Watch watch) {
    return observe(watch, true);
  }

  /**
   * An attempt that runs here by its row and is not here any more has ended since the row was read,
   * and told its end to the watch before: so it is read {@code again}.
   */
  private CompletionStage<Void> observe(Watch watch, boolean again) {
    return leases
        .observe(watch.attempt(), watch.number())
        .thenCompose(
            row -> {
              row.filter(Lease::expired).ifPresent(expired -> worker.moreWaits());
              if (!worker.watch(watch) && again && row.filter(this::runsHere).isPresent()) {
                return observe(watch, false);
              }
              reports.report(
                  watch,
                  row.<Observation>map(LeaseRow::observed).orElseGet(Observation.Absent::new));
              return DONE;
            });
  }

  private boolean runsHere(Lease row) {
    return row.state() == WorkLeases.State.RUNNING
        && row.owner().equals(Optional.of(worker.owner()));
  }

  @Override
  public CompletionStage<Void> fence(Watch watch) {
    return leases
        .fence(watch.attempt(), instance)
        .thenCompose(
            row -> {
              if (row.state() == WorkLeases.State.RUNNING) {
                return observe(watch);
              }
              if (row.state() == WorkLeases.State.FENCED) {
                figures.nameTaken();
              }
              reports.report(watch, LeaseRow.observed(row));
              return DONE;
            });
  }

  @Override
  public CompletionStage<Void> cancel(AttemptId attempt, String reason) {
    return leases
        .askCancel(attempt)
        .thenAccept(found -> found.ifPresent(row -> cancelled(row, reason)));
  }

  /** A running row ends by its owner's hand: here at once, elsewhere with its next renewal. */
  private void cancelled(Lease row, String reason) {
    switch (row.state()) {
      case RUNNING -> {
        worker.cancel(row.work(), reason);
        if (row.expired()) {
          worker.moreWaits();
        }
      }
      case OPEN, SUCCEEDED, FAILED, CANCELLED, FENCED ->
          LeaseRow.watch(row).ifPresent(watch -> reports.report(watch, LeaseRow.observed(row)));
    }
  }

  /** Embedded stages wait for nothing, so there is nobody to hear it. */
  @Override
  public CompletionStage<Void> signal(AttemptId attempt, Signal signal) {
    return DONE;
  }

  @Override
  public void close() {
    worker.close();
  }
}
