package ai.matih.pipelines.embedded;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.StageOrder;
import ai.matih.pipelines.engine.WorkLeases.Lease;
import ai.matih.pipelines.gateway.Observation;
import ai.matih.pipelines.gateway.Watch;
import java.util.List;
import java.util.Optional;

/** What a row of the lease store says of its attempt. */
final class LeaseRow {
  /** The store is the memory of this engine; it does not come back as another one. */
  private static final String INCARNATION = "work-lease";

  private LeaseRow() {}

  /** The row as an observation; an ended row without its document is forgotten. */
  static Observation observed(Lease row) {
    return switch (row.state()) {
      case OPEN, RUNNING -> new Observation.Running(job(row.work()), row.progress());
      case SUCCEEDED ->
          row.result()
              .<Observation>map(Observation.Succeeded::new)
              .orElseGet(() -> new Observation.Forgotten("it ended, and its result is lost"));
      case FAILED ->
          row.failure()
              .<Observation>map(Observation.Failed::new)
              .orElseGet(() -> new Observation.Forgotten("it ended, and its failure is lost"));
      case CANCELLED -> new Observation.Cancelled();
      case FENCED -> new Observation.Fenced();
    };
  }

  /** A row that was just inserted and has no owner yet. */
  static Observation accepted(AttemptId work) {
    return new Observation.Running(job(work), List.of());
  }

  /** Under which watch the row wants to be reported; empty if nobody ever submitted it. */
  static Optional<Watch> watch(Lease row) {
    return row.order().map(StageOrder::tenant).map(t -> new Watch(row.work(), t, row.watch()));
  }

  private static Observation.ExternalJob job(AttemptId work) {
    return new Observation.ExternalJob(work.toString(), INCARNATION, Optional.empty());
  }
}
