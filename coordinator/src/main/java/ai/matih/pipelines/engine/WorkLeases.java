package ai.matih.pipelines.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The store of work in flight that runs in our own processes (design 3.4): one row per attempt.
 * Times are the store's. Calls that arrive together may be written in one transaction; a completed
 * stage means durable. A stage fails with {@link StoreUnavailable} if the store cannot be reached,
 * and then the outcome is unknown. Safe for use from any thread.
 */
public interface WorkLeases {

  /** How far a piece of work is. Only {@code OPEN} and {@code RUNNING} are not final. */
  enum State {
    OPEN,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    FENCED
  }

  /**
   * One row.
   *
   * @param epoch higher than that of every earlier owner of any attempt; every durable effect
   *     carries it, and a sink compares it across the attempts of one load
   * @param expired true if a RUNNING row's owner has not renewed in time
   * @param cancelAsked a cancel was asked for and is not done
   * @param order what was submitted; empty if the name was fenced before any submit
   */
  record Lease(
      AttemptId work,
      String instance,
      State state,
      Optional<String> owner,
      long epoch,
      boolean expired,
      boolean cancelAsked,
      long watch,
      Optional<StageOrder> order,
      List<StepReport> progress,
      Optional<StageResult> result,
      Optional<Failure> failure) {}

  /** Inserts an OPEN row, or leaves the existing one; true if this call inserted it. */
  CompletionStage<Boolean> submit(AttemptId work, String instance, long watch, StageOrder order);

  /**
   * {@link #submit} and {@link #claimOne} in one act, for an owner with a free worker: the lease if
   * this call inserted the row, empty if the row was there before. A store may do it in one write.
   */
  default CompletionStage<Optional<Lease>> submitClaimed(
      AttemptId work, String instance, long watch, StageOrder order, String owner, Duration lease) {
    return submit(work, instance, watch, order)
        .thenCompose(
            inserted ->
                inserted
                    ? claimOne(work, owner, lease)
                    : CompletableFuture.completedFuture(Optional.empty()));
  }

  /**
   * Takes OPEN rows, and RUNNING ones whose lease expired, under a new epoch, for {@code owner}.
   */
  CompletionStage<List<Lease>> claim(String instance, String owner, int most, Duration lease);

  /** Takes this OPEN row for {@code owner}; empty if it is not OPEN. */
  CompletionStage<Optional<Lease>> claimOne(AttemptId work, String owner, Duration lease);

  /**
   * Prolongs the lease and notes ended steps; empty if this owner and epoch no longer hold it: stop
   * at once.
   */
  CompletionStage<Optional<Lease>> renew(
      AttemptId work, String owner, long epoch, List<StepReport> ended, Duration lease);

  /**
   * Ends the row well with its result document; false if the epoch is stale or it ended otherwise.
   * The owner that ended it so may ask again: an end is true however often it is written.
   */
  CompletionStage<Boolean> complete(AttemptId work, String owner, long epoch, StageResult result);

  /** Ends the row badly; false if the epoch is stale. */
  CompletionStage<Boolean> fail(AttemptId work, String owner, long epoch, Failure failure);

  /** Ends the row as cancelled; false if the epoch is stale. */
  CompletionStage<Boolean> cancelled(AttemptId work, String owner, long epoch);

  /** Asks the owner to stop; an OPEN row is CANCELLED at once. Returns the row, if there is one. */
  CompletionStage<Optional<Lease>> askCancel(AttemptId work);

  /**
   * Takes the name: a missing or OPEN row, and a RUNNING one whose lease expired, becomes FENCED.
   * The row as it is afterwards: a live RUNNING row stays RUNNING.
   */
  CompletionStage<Lease> fence(AttemptId work, String instance);

  /** The row, with the watch raised to {@code watch} if that is higher. */
  CompletionStage<Optional<Lease>> observe(AttemptId work, long watch);

  /** The store did not answer; what was asked may or may not have happened. */
  final class StoreUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StoreUnavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
