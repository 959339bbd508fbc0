package ai.matih.pipelines.embedded;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.StepReport;
import ai.matih.pipelines.engine.WorkLeases;
import ai.matih.pipelines.engine.WorkLeases.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lease while this node holds it: renewed three times in its length, and given up by ourselves
 * when its time has passed without a renewal, before anybody else may take it. Time is counted from
 * before each request was sent, so it runs out here no later than in the store. Safe for use from
 * any thread.
 */
final class HeldLease {
  private static final Logger LOG = LoggerFactory.getLogger(HeldLease.class);

  /** What the holder must know at once; called on any thread. */
  interface Holder {
    /** Somebody asked for a cancel, here or on another node. */
    void cancelAsked();

    /** The lease is, or may be, another's. */
    void lost();
  }

  private final WorkLeases leases;
  private final String owner;
  private final Duration length;
  private final AttemptId work;
  private final long epoch;
  private final Holder holder;
  private final AtomicBoolean renewing = new AtomicBoolean();
  private volatile long watch;
  private volatile long until;
  private volatile long renewAt;
  private volatile boolean ending;
  private volatile boolean lost;

  /**
   * Begins to hold {@code row}.
   *
   * @param asked {@link System#nanoTime} before the lease was asked for
   */
  HeldLease(
      WorkLeases leases, String owner, Duration length, Lease row, long asked, Holder holder) {
    this.leases = leases;
    this.owner = owner;
    this.length = length;
    this.work = row.work();
    this.epoch = row.epoch();
    this.watch = row.watch();
    this.holder = holder;
    prolonged(asked);
  }

  long epoch() {
    return epoch;
  }

  long watch() {
    return watch;
  }

  void watch(long number) {
    watch = Math.max(watch, number);
  }

  boolean isLost() {
    return lost;
  }

  /** Gives it up here; the row stays as it is until it expires. */
  void lose() {
    if (!lost) {
      lost = true;
      holder.lost();
    }
  }

  /**
   * Nothing is at work any more and the end is about to be written, which the store refuses if the
   * epoch is stale. So there is nothing left to stop in time, and a renewal that finds the row
   * ended is no loss.
   */
  void ending() {
    ending = true;
  }

  /** Called a few times a second. */
  void tend(long now) {
    if (lost) {
      return;
    }
    if (now - until > 0 && !ending) {
      LOG.warn("The lease of {} could not be renewed in time: it is given up", work);
      lose();
    } else if (now - renewAt > 0 && renewing.compareAndSet(false, true)) {
      renew(now, List.of()).thenAccept(known -> renewing.set(false));
    }
  }

  /** Keeps ended steps in the row; true if the row is known to hold them. */
  CompletionStage<Boolean> note(List<StepReport> ended) {
    return renew(System.nanoTime(), ended);
  }

  private CompletionStage<Boolean> renew(long asked, List<StepReport> ended) {
    return leases
        .renew(work, owner, epoch, ended, length)
        .handle(
            (row, failure) -> {
              if (failure != null) {
                return false;
              }
              row.ifPresentOrElse(lease -> stillHeld(asked, lease), this::gone);
              return row.isPresent();
            });
  }

  private void stillHeld(long asked, Lease row) {
    prolonged(asked);
    watch(row.watch());
    if (row.cancelAsked()) {
      holder.cancelAsked();
    }
  }

  private void gone() {
    if (!ending) {
      if (!lost && System.nanoTime() - until < 0) {
        LOG.warn("The lease of {} is another's or ended, before it ran out here", work);
      }
      lose();
    }
  }

  private void prolonged(long asked) {
    until = asked + length.toNanos();
    renewAt = asked + length.toNanos() / 3;
  }

  /** The row, if this holder ended it: its last write may have been done and its answer lost. */
  CompletionStage<Optional<Lease>> endedHere() {
    return leases
        .observe(work, watch)
        .thenApply(
            row ->
                row.filter(found -> found.epoch() == epoch)
                    .filter(found -> found.owner().equals(Optional.of(owner)))
                    .filter(found -> found.state() != WorkLeases.State.RUNNING));
  }
}
