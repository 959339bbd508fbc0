package ai.matih.pipelines.node;

import ai.matih.pipelines.persistence.operations.JournalReaders;
import ai.matih.pipelines.persistence.projection.JournalTailer;
import ai.matih.pipelines.persistence.projection.RecentEntries;
import ai.matih.pipelines.persistence.projection.ScheduleFigures;
import ai.matih.pipelines.persistence.projection.readmodel.ConnectionList;
import ai.matih.pipelines.persistence.projection.readmodel.ExecutionList;
import ai.matih.pipelines.persistence.projection.readmodel.PipelineList;
import ai.matih.pipelines.persistence.projection.wakeup.WakeUpProjection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The readers of the journal on this node. */
final class Projections {
  private final Optional<JournalTailer> tailer;
  private final ScheduleFigures schedules;

  private Projections(Optional<JournalTailer> tailer, ScheduleFigures schedules) {
    this.tailer = tailer;
    this.schedules = schedules;
  }

  static Projections start(Servers servers, Teardown teardown) {
    ScheduleFigures schedules = new ScheduleFigures();
    return new Projections(
        Optional.of(
            teardown.add(
                "projections",
                JournalTailer.start(
                    JournalReaders.READ_MODEL,
                    servers.pool(),
                    List.of(
                        new PipelineList(),
                        new ExecutionList(),
                        new ConnectionList(),
                        // last: what the others parsed of an entry serves it
                        new WakeUpProjection(),
                        schedules)))),
        schedules);
  }

  /** A node that does not read the journal: others do. */
  static Projections elsewhere() {
    return new Projections(Optional.empty(), new ScheduleFigures());
  }

  /** Waits until everything journaled before the start is projected. */
  void caughtUp() {
    if (tailer.isEmpty()) {
      return;
    }
    try {
      tailer.get().caughtUp().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new NodeStartException(
          "the projections have not caught up with the journal in 60 s: see logs/node.log", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NodeStartException("interrupted while the projections caught up", e);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new NodeStartException("the projections failed: " + e.getCause().getMessage(), e);
    }
  }

  /** Entries of late, for other readers of the journal on this node. */
  RecentEntries recent() {
    return tailer.map(JournalTailer::recent).orElseGet(RecentEntries::none);
  }

  /** What schedules did since the start. */
  ScheduleFigures schedules() {
    return schedules;
  }

  /** How far the read model is behind. */
  Duration lag() {
    return tailer.map(JournalTailer::lag).orElse(Duration.ZERO);
  }
}
