package ai.matih.pipelines.persistence.projection;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the journal to one receiver outside the database, at least once and in order, with a
 * position, a thread and a connection of its own. A receiver that cannot be reached is tried again
 * with a growing wait for as long as it takes, and nobody else notices; a message that it refuses
 * is tried three times, then noted in {@code parked_delivery} and passed by.
 *
 * @param <M> one message to the outside
 */
public final class OutsideConsumer<M> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OutsideConsumer.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration STANDBY = Duration.ofSeconds(1);
  private static final int REFUSALS = 3;

  /** One that waits for its receiver says so; one message may take its time. */
  private static final Duration SILENCE_OF_THE_DEAD = Duration.ofSeconds(20);

  /** An operator's word is heard within this time. */
  private static final Duration ASK_OPERATORS = Duration.ofSeconds(1);

  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);

  private final Position stored;
  private final DataSource database;
  private final OutsideEffect<M> effect;
  private final Patience patience;
  private final RecentEntries recent;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile long position;
  private long heard;

  /**
   * How patient it is.
   *
   * @param longestWait between two tries of a receiver that cannot be reached
   * @param parked how long a note of what was refused is kept at least
   */
  public record Patience(Duration longestWait, Duration parked) {}

  private OutsideConsumer(
      String name,
      DataSource database,
      RecentEntries recent,
      OutsideEffect<M> effect,
      Patience patience) {
    this.stored = new Position(name);
    this.database = database;
    this.recent = recent;
    this.effect = effect;
    this.patience = patience;
    this.thread = Thread.ofPlatform().name("outside-" + name).daemon().start(this::run);
  }

  /**
   * Starts from the stored position; of several consumers of one name in a cluster one works.
   *
   * @param recent entries that need not be read again, of a tailer on this node
   */
  public static <M> OutsideConsumer<M> start(
      String name,
      DataSource database,
      RecentEntries recent,
      OutsideEffect<M> effect,
      Patience patience) {
    return new OutsideConsumer<>(name, database, recent, effect, patience);
  }

  /** Everything in the journal up to here has been delivered or parked. */
  public long position() {
    return position;
  }

  /** Stops after the message under way; what was not stored yet is delivered again. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    var wait = POLL;
    while (!closed()) {
      try (var connection = database.getConnection()) {
        try {
          if (NodeLock.take(connection, stored.name(), SILENCE_OF_THE_DEAD)) {
            consume(connection);
          }
          await(STANDBY);
          wait = POLL;
        } finally {
          NodeLock.release(connection);
        }
      } catch (SQLException | RuntimeException e) {
        wait = longer(wait);
        LOG.warn(
            "{} stands still at journal position {}, trying again in {} ms: {}",
            stored.name(),
            position,
            wait.toMillis(),
            e.getMessage());
        await(wait);
      }
    }
  }

  private void consume(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    long from = stored.read(connection);
    connection.commit();
    // a position that a crash takes back only repeats what was sent
    try (var statement = connection.createStatement()) {
      statement.execute("SET synchronous_commit = off");
    }
    connection.commit();
    position = from;
    if (stored.changed(connection, from)) {
      connection.commit();
      return;
    }
    effect.begin();
    var reader = new JournalReader(from);
    heard = System.nanoTime();
    long asked = System.nanoTime();
    while (!closed()) {
      signOfLife(connection);
      if (System.nanoTime() - asked > ASK_OPERATORS.toNanos()) {
        asked = System.nanoTime();
        boolean changed = stored.changed(connection, from);
        connection.commit();
        if (changed) {
          return;
        }
      }
      var supplied = recent.after(from);
      if (supplied.isEmpty() && reader.position() != from) {
        reader = new JournalReader(from);
      }
      var entries = supplied.isPresent() ? supplied.get().entries() : reader.next(connection);
      connection.commit();
      long to = supplied.isPresent() ? supplied.get().to() : reader.position();
      for (var entry : entries) {
        var messages = effect.messages(entry, connection);
        connection.commit();
        for (var message : messages) {
          from = deliver(connection, entry, message, from);
        }
      }
      if (closed()) {
        return;
      }
      if (to > from) {
        from = save(connection, from, to);
      }
      if (entries.size() < JournalReader.LIMIT) {
        await(POLL);
      }
    }
  }

  /** Returns the stored position, which moves before a long wait. */
  private long deliver(Connection connection, JournalEntry entry, M message, long from)
      throws SQLException {
    long saved = from;
    var wait = POLL;
    int refusals = 0;
    while (!closed()) {
      try {
        effect.send(message);
        return saved;
      } catch (OutsideEffect.Refused e) {
        refusals++;
        if (refusals == REFUSALS) {
          park(connection, entry, e.getMessage());
          return saved;
        }
      } catch (IOException e) {
        LOG.warn("{} cannot be reached: {}", stored.name(), e.getMessage());
        if (entry.ordering() - 1 > saved) {
          saved = save(connection, saved, entry.ordering() - 1);
        }
      }
      awaitReceiver(connection, wait);
      wait = longer(wait);
    }
    return saved;
  }

  /** Returns {@code from} if it was closed before what was sent is safe. */
  private long save(Connection connection, long from, long to) throws SQLException {
    var wait = POLL;
    boolean safe = false;
    while (!safe) {
      try {
        effect.flush();
        safe = true;
      } catch (IOException e) {
        LOG.warn("{} does not keep what it was sent: {}", stored.name(), e.getMessage());
        awaitReceiver(connection, wait);
        if (closed()) {
          return from;
        }
        wait = longer(wait);
      }
    }
    stored.move(connection, from, to);
    connection.commit();
    position = to;
    return to;
  }

  private void park(Connection connection, JournalEntry entry, String reason) throws SQLException {
    LOG.warn(
        "{} refuses what journal position {} gives, it is parked: {}",
        stored.name(),
        entry.ordering(),
        reason);
    try (var statement =
        connection.prepareStatement(
            "INSERT INTO parked_delivery (consumer, ordering, reason) VALUES (?, ?, ?)"
                + " ON CONFLICT (consumer, ordering) DO UPDATE SET reason = excluded.reason")) {
      statement.setString(1, stored.name());
      statement.setLong(2, entry.ordering());
      statement.setString(3, reason.replace('\u0000', ' '));
      statement.executeUpdate();
    }
    try (var statement =
        connection.prepareStatement(
            "DELETE FROM parked_delivery WHERE parked_at < now() - ? * interval '1 millisecond'")) {
      statement.setLong(1, patience.parked().toMillis());
      statement.executeUpdate();
    }
    connection.commit();
  }

  private Duration longer(Duration wait) {
    var doubled = wait.multipliedBy(2);
    return doubled.compareTo(patience.longestWait()) < 0 ? doubled : patience.longestWait();
  }

  private boolean closed() {
    return closing.getCount() == 0;
  }

  private void awaitReceiver(Connection connection, Duration wait) throws SQLException {
    long end = System.nanoTime() + wait.toNanos();
    while (!closed() && end - System.nanoTime() > 0) {
      signOfLife(connection);
      var left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
      await(left.compareTo(SIGN_OF_LIFE) < 0 ? left : SIGN_OF_LIFE);
    }
  }

  /** Whoever stands by must see that this one lives, also when it has nothing to do or waits. */
  private void signOfLife(Connection connection) throws SQLException {
    if (System.nanoTime() - heard > SIGN_OF_LIFE.toNanos()) {
      try (var statement = connection.createStatement()) {
        statement.execute("SELECT 1");
      }
      connection.commit();
      heard = System.nanoTime();
    }
  }

  private void await(Duration most) {
    try {
      closing.await(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closing.countDown();
    }
  }
}
