package ai.matih.pipelines.persistence.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the journal to projections: one thread, one connection, and one transaction for the rows of
 * all projections and the position. Of several tailers of one name in a cluster one works and the
 * others stand by (an advisory lock), and another takes over within about 3 s of its death or
 * silence; should two ever believe to be that one, the second to commit fails and changes nothing.
 *
 * <p>An entry that a projection cannot take stops the tailer at that place: it tries again with a
 * growing wait, says so in the log, and {@link #lag()} grows. It never skips.
 *
 * <p>Its commits are not waited for ({@code synchronous_commit = off} in its session alone): a
 * crash loses rows and position together, and they are made again from the journal.
 */
public final class JournalTailer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JournalTailer.class);
  private static final Duration BUSY_POLL = Duration.ofMillis(4);
  private static final Duration LONGEST_GATHERING = Duration.ofMillis(64);
  private static final int WORTH_A_ROUND = 32;
  private static final Duration IDLE_POLL = Duration.ofMillis(40);
  private static final Duration BUSY_FOR = Duration.ofSeconds(2);
  private static final Duration STANDBY_POLL = Duration.ofMillis(500);
  private static final Duration SILENCE = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /** It looks many times a second. */
  private static final Duration SILENCE_OF_THE_DEAD = Duration.ofMillis(2_500);

  private final Position stored;
  private final DataSource database;
  private final List<Projection> projections;
  private final RecentEntries recent = new RecentEntries();
  private final Semaphore hints = new Semaphore(0);
  private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean closed;
  private volatile long position;
  private volatile Duration lag = Duration.ZERO;
  private volatile long roundAt = System.nanoTime();
  private long headAtStart = -1;

  private JournalTailer(String name, DataSource database, List<Projection> projections) {
    this.stored = new Position(name);
    this.database = database;
    this.projections = List.copyOf(projections);
    this.thread = Thread.ofPlatform().name("journal-tailer-" + name).daemon().start(this::run);
  }

  /**
   * Starts tailing from the stored position.
   *
   * @param name of the stored position; changing it rebuilds the projections from the beginning
   */
  public static JournalTailer start(
      String name, DataSource database, List<Projection> projections) {
    return new JournalTailer(name, database, projections);
  }

  /** Something was journaled just now: look at once. Cheap, from any thread. */
  public void hint() {
    if (hints.availablePermits() == 0) {
      hints.release();
    }
  }

  /** What it has projected of late, for other readers of the journal on this node. */
  public RecentEntries recent() {
    return recent;
  }

  /** Completes once everything that was journaled before the start has been projected. */
  public CompletionStage<Void> caughtUp() {
    return caughtUp.minimalCompletionStage();
  }

  /** The last projected place in the journal. */
  public long position() {
    return position;
  }

  /**
   * How far the projections are behind: the age of the newest projected entry when it was
   * projected, zero when all is; it grows while the tailer cannot work.
   */
  public Duration lag() {
    var silence = Duration.ofNanos(System.nanoTime() - roundAt);
    return silence.compareTo(SILENCE) < 0 ? lag : lag.plus(silence);
  }

  /** Stops after the transaction under way. */
  @Override
  public void close() {
    closed = true;
    hint();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    var wait = BUSY_POLL;
    while (!closed) {
      try (var connection = database.getConnection()) {
        try {
          if (NodeLock.take(connection, stored.name(), SILENCE_OF_THE_DEAD)) {
            tail(connection);
          } else {
            standBy(connection);
            await(STANDBY_POLL);
          }
          wait = BUSY_POLL;
        } finally {
          recent.forget();
          NodeLock.release(connection);
        }
      } catch (SQLException | RuntimeException e) {
        wait = min(wait.multipliedBy(4), LONGEST_WAIT);
        LOG.warn(
            "The read model stands still at journal position {}, trying again in {} ms: {}",
            position,
            wait.toMillis(),
            e.getMessage());
        await(wait);
      }
    }
  }

  /** Another node tails: this one only follows how far it is. */
  private void standBy(Connection connection) throws SQLException {
    roundAt = System.nanoTime();
    lag = Duration.ZERO;
    noteHeadAtStart(connection);
    reached(stored.read(connection));
  }

  private void noteHeadAtStart(Connection connection) throws SQLException {
    if (headAtStart < 0) {
      headAtStart = head(connection);
    }
  }

  private void reached(long place) {
    position = place;
    if (place >= headAtStart) {
      caughtUp.complete(null);
    }
  }

  private void tail(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    execute(connection, "SET synchronous_commit = off");
    // every statement reaches its rows by key; a plan kept from when a table was small would not
    execute(connection, "SET enable_seqscan = off");
    execute(connection, "SET enable_hashjoin = off");
    execute(connection, "SET enable_mergejoin = off");
    var reader = new JournalReader(stored.read(connection));
    position = reader.position();
    noteHeadAtStart(connection);
    connection.commit();
    long busyUntil = 0;
    var gathering = BUSY_POLL;
    while (!closed) {
      long from = reader.position();
      var batch = reader.next(connection);
      if (!batch.isEmpty()) {
        for (var projection : projections) {
          projection.apply(batch, connection);
        }
        stored.move(connection, from, reader.position());
      }
      connection.commit();
      reached(reader.position());
      recent.add(new RecentEntries.Batch(from, reader.position(), batch));
      roundAt = System.nanoTime();
      boolean more = batch.size() >= JournalReader.LIMIT;
      if (!batch.isEmpty()) {
        lag = Duration.between(batch.getLast().head().occurredAt(), Instant.now());
        busyUntil = System.nanoTime() + BUSY_FOR.toNanos();
      } else if (!reader.waitsForWriters()) {
        lag = Duration.ZERO;
      }
      gathering = gathering(gathering, batch.size());
      if (batch.isEmpty() && reader.waitsForWriters()) {
        await(BUSY_POLL);
      } else if (!more) {
        await(System.nanoTime() < busyUntil || reader.waitsForWriters() ? gathering : IDLE_POLL);
      }
    }
  }

  /**
   * A round costs the same for one entry as for many, so under load rounds come less often and find
   * more, also more entries of one entity, which then cost one row. A quiet journal is followed
   * closely.
   */
  private static Duration gathering(Duration last, int found) {
    if (found >= WORTH_A_ROUND) {
      return min(last.multipliedBy(2), LONGEST_GATHERING);
    }
    return found >= WORTH_A_ROUND / 2 || last.equals(BUSY_POLL) ? last : last.dividedBy(2);
  }

  /** An aborted write at the very end leaves a number that no entry follows; it is not counted. */
  private static long head(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT coalesce((SELECT ordering FROM event_journal"
                    + " ORDER BY ordering DESC LIMIT 1), 0)")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void await(Duration most) {
    try {
      if (hints.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) {
        hints.drainPermits();
      }
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
