package ai.matih.pipelines.persistence.sql;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database's time, without asking it each time: it is read now and then, and carried on by the
 * process's monotonic clock. So all nodes judge by one clock, and none by its machine's own, which
 * may be wrong or be set while runs wait for a deadline. While the database is away the time goes
 * on from what was read last. In UTC, to the microsecond. Safe for any thread; close it to end its
 * own.
 */
public final class DatabaseClock extends Clock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseClock.class);
  private static final Duration EVERY = Duration.ofSeconds(5);

  /** How the database is asked. Blocking. */
  @FunctionalInterface
  interface Reading {
    Instant now() throws SQLException;
  }

  /** What the database said when the monotonic clock stood at {@code tick} nanoseconds. */
  private record Mark(Instant time, long tick) {}

  private final Reading reading;
  private final LongSupplier ticks;
  private volatile Mark mark;
  private volatile Thread follower = Thread.currentThread();
  private volatile boolean closed;

  /** Reads {@code reading} once. */
  DatabaseClock(Reading reading, LongSupplier ticks) throws SQLException {
    this.reading = reading;
    this.ticks = ticks;
    this.mark = read();
  }

  /**
   * The clock of {@code database}, read again every five seconds.
   *
   * @throws SQLException if the database does not answer now
   */
  public static DatabaseClock follow(DataSource database) throws SQLException {
    DatabaseClock clock = new DatabaseClock(() -> now(database), System::nanoTime);
    clock.follower = Thread.ofVirtual().name("database-clock").start(clock::follow);
    return clock;
  }

  private static Instant now(DataSource database) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.prepareStatement("SELECT clock_timestamp()");
        var row = statement.executeQuery()) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    }
  }

  private void follow() {
    while (!closed) {
      LockSupport.parkNanos(EVERY.toNanos());
      if (!closed) {
        readAgain();
      }
    }
  }

  void readAgain() {
    try {
      mark = read();
    } catch (SQLException e) {
      LOG.debug("the database's time cannot be read: {}", e.getMessage());
    }
  }

  /** The answer was made between question and reply; half way is the best guess. */
  private Mark read() throws SQLException {
    long asked = ticks.getAsLong();
    Instant time = reading.now();
    return new Mark(time, asked + (ticks.getAsLong() - asked) / 2);
  }

  @Override
  public Instant instant() {
    Mark last = mark;
    return last.time().plusNanos(ticks.getAsLong() - last.tick()).truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return zone.equals(getZone()) ? this : new InZone(this, zone);
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(follower);
  }

  /** The same time, for a calendar of another zone. */
  private static final class InZone extends Clock {
    private final Clock clock;
    private final ZoneId zone;

    private InZone(Clock clock, ZoneId zone) {
      this.clock = clock;
      this.zone = zone;
    }

    @Override
    public Instant instant() {
      return clock.instant();
    }

    @Override
    public ZoneId getZone() {
      return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
      return clock.withZone(other);
    }
  }
}
