package ai.matih.pipelines.persistence.lease;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.engine.StageOrder;
import ai.matih.pipelines.engine.StageResult;
import ai.matih.pipelines.engine.StepReport;
import ai.matih.pipelines.engine.WorkLeases;
import ai.matih.pipelines.persistence.sql.Gathering;
import ai.matih.pipelines.persistence.sql.LostConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Work leases in table {@code work_lease}. One thread writes; whatever has arrived while it wrote
 * makes up its next transaction, and a busy store waits a few milliseconds for more, so that it
 * costs one commit for many calls; an idle one adds no wait. Answers are given on the common pool.
 */
public final class JdbcWorkLeases implements WorkLeases, AutoCloseable {

  private static final int BATCH = 500;
  private static final int WORTHWHILE = 4;
  private static final Duration LONGEST_GATHERING = Duration.ofMillis(4);
  private static final int TRIES = 5;
  private static final Duration PRUNE_EVERY = Duration.ofMinutes(10);
  private static final Duration PRUNE_MORE = Duration.ofSeconds(1);
  private static final int PRUNED_AT_ONCE = 2_000;

  /** Serialization failure and deadlock: the transaction did nothing and may be run again. */
  private static final Set<String> RETRYABLE = Set.of("40001", "40P01");

  private final DataSource database;
  private final Memory memory;
  private final BlockingQueue<LeaseRequest<?>> waiting = new LinkedBlockingQueue<>();
  private final LeaseRows rows = new LeaseRows();
  private final Thread writer;
  private volatile boolean closed;
  private long pruneAt = System.nanoTime() + PRUNE_EVERY.toNanos();

  /**
   * How long rows are kept after the end of the attempt. A row that is gone cannot refuse a late
   * submit under its name.
   *
   * @param open while the run goes on: the memory horizon of the engines that use them
   * @param archived of runs that are in the archive; no less than topics keep what was submitted
   */
  public record Memory(Duration open, Duration archived) {
    public Memory {
      archived = archived.compareTo(open) < 0 ? archived : open;
    }
  }

  /** Starts the writer. */
  public JdbcWorkLeases(DataSource database, Memory memory) {
    this.database = database;
    this.memory = memory;
    this.writer = Thread.ofPlatform().name("work-leases").daemon().start(this::run);
  }

  @Override
  public CompletionStage<Boolean> submit(
      AttemptId work, String instance, long watch, StageOrder order) {
    return ask(new LeaseRequest.Submit(
            work, instance, watch, order, Optional.empty(), new CompletableFuture<>()))
        .thenApply(Optional::isPresent);
  }

  @Override
  public CompletionStage<Optional<Lease>> submitClaimed(
      AttemptId work, String instance, long watch, StageOrder order, String owner, Duration lease) {
    var claimedBy = Optional.of(new LeaseRequest.Owner(owner, lease));
    return ask(
        new LeaseRequest.Submit(
            work, instance, watch, order, claimedBy, new CompletableFuture<>()));
  }

  @Override
  public CompletionStage<List<Lease>> claim(
      String instance, String owner, int most, Duration lease) {
    return ask(
        new LeaseRequest.Claim(
            instance, new LeaseRequest.Owner(owner, lease), most, new CompletableFuture<>()));
  }

  @Override
  public CompletionStage<Optional<Lease>> claimOne(AttemptId work, String owner, Duration lease) {
    return ask(
        new LeaseRequest.ClaimOne(
            work, new LeaseRequest.Owner(owner, lease), new CompletableFuture<>()));
  }

  @Override
  public CompletionStage<Optional<Lease>> renew(
      AttemptId work, String owner, long epoch, List<StepReport> ended, Duration lease) {
    var progress = ended.stream().map(LeaseRows::json).toList();
    return ask(
        new LeaseRequest.Renew(
            work,
            new LeaseRequest.Owner(owner, lease),
            epoch,
            progress,
            new CompletableFuture<>()));
  }

  @Override
  public CompletionStage<Boolean> complete(
      AttemptId work, String owner, long epoch, StageResult result) {
    return end(work, owner, epoch, State.SUCCEEDED, LeaseRows.json(result), null);
  }

  @Override
  public CompletionStage<Boolean> fail(AttemptId work, String owner, long epoch, Failure failure) {
    return end(work, owner, epoch, State.FAILED, null, LeaseRows.json(failure));
  }

  @Override
  public CompletionStage<Boolean> cancelled(AttemptId work, String owner, long epoch) {
    return end(work, owner, epoch, State.CANCELLED, null, null);
  }

  @Override
  public CompletionStage<Optional<Lease>> askCancel(AttemptId work) {
    return ask(new LeaseRequest.AskCancel(work, new CompletableFuture<>()));
  }

  @Override
  public CompletionStage<Lease> fence(AttemptId work, String instance) {
    return ask(new LeaseRequest.Fence(work, instance, new CompletableFuture<>()));
  }

  @Override
  public CompletionStage<Optional<Lease>> observe(AttemptId work, long watch) {
    return ask(new LeaseRequest.Observe(work, watch, new CompletableFuture<>()));
  }

  /** Writes what waits, then stops; later calls fail with {@link StoreUnavailable}. */
  @Override
  public void close() {
    closed = true;
    try {
      writer.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private CompletionStage<Boolean> end(
      AttemptId work, String owner, long epoch, State state, String result, String failure) {
    return ask(
        new LeaseRequest.End(
            work, owner, epoch, state, result, failure, new CompletableFuture<>()));
  }

  private <T> CompletionStage<T> ask(LeaseRequest<T> request) {
    waiting.add(request);
    if (!writer.isAlive()) {
      request
          .answer()
          .completeExceptionally(new StoreUnavailable("the store of work leases is closed", null));
    }
    return request.answer();
  }

  private void run() {
    var gathering = new Gathering(WORTHWHILE, LONGEST_GATHERING);
    while (!closed || !waiting.isEmpty()) {
      try {
        var first = waiting.poll(50, TimeUnit.MILLISECONDS);
        pruneNowAndThen();
        if (first == null) {
          continue;
        }
        gathering.await();
        var batch = new ArrayList<LeaseRequest<?>>();
        batch.add(first);
        waiting.drainTo(batch, BATCH - 1);
        gathering.took(batch.size());
        write(batch);
      } catch (InterruptedException e) {
        closed = true;
      }
    }
  }

  private void write(List<LeaseRequest<?>> batch) {
    try {
      var answers = transact(batch);
      ForkJoinPool.commonPool().execute(() -> answers.forEach(Runnable::run));
    } catch (SQLException | RuntimeException e) {
      if (batch.size() > 1 && !LostConnection.isCauseOf(e)) {
        // one of them is at fault; the others shall not suffer for it
        batch.forEach(request -> write(List.of(request)));
        return;
      }
      var unavailable =
          new StoreUnavailable("the store of work leases does not answer: " + e.getMessage(), e);
      ForkJoinPool.commonPool()
          .execute(() -> batch.forEach(each -> each.answer().completeExceptionally(unavailable)));
    }
  }

  private List<Runnable> transact(List<LeaseRequest<?>> batch) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try (var connection = database.getConnection()) {
        connection.setAutoCommit(false);
        try {
          reachByKey(connection);
          var transaction = new LeaseTransaction(connection, rows);
          transaction.run(batch);
          connection.commit();
          return transaction.answers();
        } catch (SQLException | RuntimeException e) {
          rollBack(connection, e);
          throw e;
        } finally {
          connection.setAutoCommit(true);
        }
      } catch (SQLException e) {
        if (attempt == TRIES || !RETRYABLE.contains(e.getSQLState())) {
          throw e;
        }
      }
    }
  }

  /**
   * Every statement reaches its rows by an index. A plan that the server keeps from when the table
   * was small would read all of it, for as long as no statistics are gathered.
   */
  private static void reachByKey(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off;"
              + " SET LOCAL enable_mergejoin = off");
    }
  }

  private static void rollBack(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /** Also while it is busy; not so many at once that those who wait notice. */
  private void pruneNowAndThen() {
    if (System.nanoTime() - pruneAt < 0) {
      return;
    }
    var pause = PRUNE_EVERY;
    try {
      pause = prune() == PRUNED_AT_ONCE ? PRUNE_MORE : PRUNE_EVERY;
    } catch (SQLException e) {
      // it is only housekeeping: the next turn comes
    }
    pruneAt = System.nanoTime() + pause.toNanos();
  }

  /** Forgets rows that ended before the memory horizon, the oldest first; returns how many. */
  int prune() throws SQLException {
    try (var connection = database.getConnection();
        var statement =
            connection.prepareStatement(
                """
                DELETE FROM work_lease WHERE work_id IN (
                  SELECT work_id FROM work_lease w
                  WHERE ended_at < now() - ? * interval '1 millisecond'
                    AND (ended_at < now() - ? * interval '1 millisecond'
                      OR EXISTS (SELECT 1 FROM journal_archive a WHERE a.persistence_id =
                                 'execution|' || split_part(w.work_id, '/', 1)))
                  ORDER BY ended_at LIMIT ? FOR UPDATE SKIP LOCKED)""")) {
      statement.setLong(1, memory.archived().toMillis());
      statement.setLong(2, memory.open().toMillis());
      statement.setInt(3, PRUNED_AT_ONCE);
      return statement.executeUpdate();
    }
  }
}
