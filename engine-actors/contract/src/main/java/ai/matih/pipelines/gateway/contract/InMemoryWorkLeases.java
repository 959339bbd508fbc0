package ai.matih.pipelines.gateway.contract;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.engine.StageOrder;
import ai.matih.pipelines.engine.StageResult;
import ai.matih.pipelines.engine.StepReport;
import ai.matih.pipelines.engine.WorkLeases;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A lease store that lasts as long as its object, with switches for what can go wrong. */
public final class InMemoryWorkLeases implements WorkLeases {
  private record Row(Lease lease, Instant until) {}

  private long newestEpoch;
  private final Clock clock;
  private final Map<AttemptId, Row> rows = new LinkedHashMap<>();
  private boolean reachable = true;

  /** A store whose time is {@code clock}'s. */
  public InMemoryWorkLeases(Clock clock) {
    this.clock = clock;
  }

  /** From now on the store answers, or every call fails with {@link StoreUnavailable}. */
  public synchronized void reachable(boolean answers) {
    reachable = answers;
  }

  /** Loses the row. */
  public synchronized void forget(AttemptId work) {
    rows.remove(work);
  }

  /** Loses the result document, and keeps the row. */
  public synchronized void forgetResult(AttemptId work) {
    rows.computeIfPresent(
        work,
        (id, row) ->
            new Row(
                with(row.lease(), row.lease().state(), Optional.empty(), Optional.empty()),
                row.until()));
  }

  /** Ends the lease now, as if its owner had not renewed for long. */
  public synchronized void expire(AttemptId work) {
    rows.computeIfPresent(work, (id, row) -> new Row(row.lease(), Instant.MIN));
  }

  @Override
  public CompletionStage<Boolean> submit(
      AttemptId work, String instance, long watch, StageOrder order) {
    return answer(
        () -> {
          if (rows.containsKey(work)) {
            return false;
          }
          rows.put(work, new Row(open(work, instance, watch, Optional.of(order)), Instant.MIN));
          return true;
        });
  }

  @Override
  public CompletionStage<List<Lease>> claim(
      String instance, String owner, int most, Duration lease) {
    return answer(
        () -> {
          List<Lease> claimed = new ArrayList<>();
          for (Row row : List.copyOf(rows.values())) {
            if (claimed.size() < most
                && row.lease().instance().equals(instance)
                && (row.lease().state() == State.OPEN || expired(row))) {
              claimed.add(take(row.lease(), owner, lease));
            }
          }
          return List.copyOf(claimed);
        });
  }

  @Override
  public CompletionStage<Optional<Lease>> claimOne(AttemptId work, String owner, Duration lease) {
    return answer(
        () ->
            found(work)
                .filter(row -> row.lease().state() == State.OPEN)
                .map(row -> take(row.lease(), owner, lease)));
  }

  @Override
  public CompletionStage<Optional<Lease>> renew(
      AttemptId work, String owner, long epoch, List<StepReport> ended, Duration lease) {
    return answer(
        () ->
            held(work, owner, epoch)
                .map(
                    row -> {
                      Lease old = row.lease();
                      List<StepReport> progress = new ArrayList<>(old.progress());
                      progress.addAll(ended);
                      return put(
                          new Lease(
                              work,
                              old.instance(),
                              State.RUNNING,
                              old.owner(),
                              epoch,
                              false,
                              old.cancelAsked(),
                              old.watch(),
                              old.order(),
                              List.copyOf(progress),
                              Optional.empty(),
                              Optional.empty()),
                          clock.instant().plus(lease));
                    }));
  }

  @Override
  public CompletionStage<Boolean> complete(
      AttemptId work, String owner, long epoch, StageResult result) {
    return end(work, owner, epoch, State.SUCCEEDED, Optional.of(result), Optional.empty());
  }

  @Override
  public CompletionStage<Boolean> fail(AttemptId work, String owner, long epoch, Failure failure) {
    return end(work, owner, epoch, State.FAILED, Optional.empty(), Optional.of(failure));
  }

  @Override
  public CompletionStage<Boolean> cancelled(AttemptId work, String owner, long epoch) {
    return end(work, owner, epoch, State.CANCELLED, Optional.empty(), Optional.empty());
  }

  @Override
  public CompletionStage<Optional<Lease>> askCancel(AttemptId work) {
    return answer(
        () ->
            found(work)
                .map(
                    row -> {
                      Lease old = row.lease();
                      State state = old.state() == State.OPEN ? State.CANCELLED : old.state();
                      return put(
                          new Lease(
                              work,
                              old.instance(),
                              state,
                              old.owner(),
                              old.epoch(),
                              false,
                              old.cancelAsked() || state == State.RUNNING,
                              old.watch(),
                              old.order(),
                              old.progress(),
                              old.result(),
                              old.failure()),
                          row.until());
                    }));
  }

  @Override
  public CompletionStage<Lease> fence(AttemptId work, String instance) {
    return answer(
        () -> {
          Optional<Row> row = found(work);
          if (row.isEmpty()) {
            return put(
                with(
                    open(work, instance, 0, Optional.empty()),
                    State.FENCED,
                    Optional.empty(),
                    Optional.empty()),
                Instant.MIN);
          }
          Lease lease = row.get().lease();
          return lease.state() == State.OPEN || expired(row.get())
              ? put(with(lease, State.FENCED, Optional.empty(), Optional.empty()), Instant.MIN)
              : seen(row.get());
        });
  }

  @Override
  public CompletionStage<Optional<Lease>> observe(AttemptId work, long watch) {
    return answer(
        () ->
            found(work)
                .map(
                    row -> {
                      Lease old = row.lease();
                      return put(
                          new Lease(
                              work,
                              old.instance(),
                              old.state(),
                              old.owner(),
                              old.epoch(),
                              false,
                              old.cancelAsked(),
                              Math.max(old.watch(), watch),
                              old.order(),
                              old.progress(),
                              old.result(),
                              old.failure()),
                          row.until());
                    }));
  }

  private CompletionStage<Boolean> end(
      AttemptId work,
      String owner,
      long epoch,
      State state,
      Optional<StageResult> result,
      Optional<Failure> failure) {
    return answer(
        () -> {
          Optional<Row> row = held(work, owner, epoch);
          row.ifPresent(held -> put(with(held.lease(), state, result, failure), Instant.MIN));
          return row.isPresent() || endedBy(work, owner, epoch, state);
        });
  }

  private boolean endedBy(AttemptId work, String owner, long epoch, State state) {
    return found(work)
        .map(Row::lease)
        .filter(lease -> lease.state() == state && lease.epoch() == epoch)
        .filter(lease -> lease.owner().equals(Optional.of(owner)))
        .isPresent();
  }

  private synchronized <T> CompletionStage<T> answer(Supplier<T> act) {
    return reachable
        ? CompletableFuture.completedFuture(act.get())
        : CompletableFuture.failedFuture(
            new StoreUnavailable("the lease store does not answer", null));
  }

  private Optional<Row> found(AttemptId work) {
    return Optional.ofNullable(rows.get(work));
  }

  private Optional<Row> held(AttemptId work, String owner, long epoch) {
    return found(work)
        .filter(
            row ->
                row.lease().state() == State.RUNNING
                    && row.lease().owner().equals(Optional.of(owner))
                    && row.lease().epoch() == epoch);
  }

  private boolean expired(Row row) {
    return row.lease().state() == State.RUNNING && row.until().isBefore(clock.instant());
  }

  private Lease take(Lease old, String owner, Duration lease) {
    return put(
        new Lease(
            old.work(),
            old.instance(),
            State.RUNNING,
            Optional.of(owner),
            ++newestEpoch,
            false,
            old.cancelAsked(),
            old.watch(),
            old.order(),
            old.progress(),
            Optional.empty(),
            Optional.empty()),
        clock.instant().plus(lease));
  }

  private Lease put(Lease lease, Instant until) {
    Row row = new Row(lease, until);
    rows.put(lease.work(), row);
    return seen(row);
  }

  private Lease seen(Row row) {
    Lease lease = row.lease();
    return new Lease(
        lease.work(),
        lease.instance(),
        lease.state(),
        lease.owner(),
        lease.epoch(),
        expired(row),
        lease.cancelAsked(),
        lease.watch(),
        lease.order(),
        lease.progress(),
        lease.result(),
        lease.failure());
  }

  private static Lease open(
      AttemptId work, String instance, long watch, Optional<StageOrder> order) {
    return new Lease(
        work,
        instance,
        State.OPEN,
        Optional.empty(),
        0,
        false,
        false,
        watch,
        order,
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static Lease with(
      Lease old, State state, Optional<StageResult> result, Optional<Failure> failure) {
    return new Lease(
        old.work(),
        old.instance(),
        state,
        old.owner(),
        old.epoch(),
        false,
        old.cancelAsked(),
        old.watch(),
        old.order(),
        old.progress(),
        result,
        failure);
  }
}
