package ai.matih.pipelines.persistence.archive;

import ai.matih.pipelines.persistence.projection.NodeLock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an {@link ArchiveSweep} on a thread of its own, on one node of a cluster at a time. After
 * each step it rests at least as long as the step took, so that it never has more than half of one
 * connection; it holds none while there is nothing to do.
 */
public final class Archiver implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Archiver.class);
  private static final String NAME = "archive";
  private static final Duration SILENCE_OF_THE_DEAD = Duration.ofSeconds(30);
  private static final Duration LONGEST_REST = Duration.ofSeconds(5);
  private static final Duration SOONEST = Duration.ofMillis(200);
  private static final Duration LATEST = Duration.ofSeconds(30);

  private final DataSource database;
  private final ArchiveSweep sweep;
  private final Duration pause;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private Archiver(DataSource database, ArchiveSweep sweep) {
    this.database = database;
    this.sweep = sweep;
    this.pause =
        Duration.ofMillis(
            Math.clamp(sweep.retention().toMillis() / 10, SOONEST.toMillis(), LATEST.toMillis()));
    this.thread = Thread.ofPlatform().name("journal-archive").daemon().start(this::run);
  }

  /** Begins at once and looks again about ten times in the retention, twice a minute at least. */
  public static Archiver start(DataSource database, ArchiveSweep sweep) {
    return new Archiver(database, sweep);
  }

  private void run() {
    while (!closed()) {
      try (var connection = database.getConnection()) {
        try {
          if (NodeLock.take(connection, NAME, SILENCE_OF_THE_DEAD)) {
            connection.setAutoCommit(false);
            sweep(connection);
          }
        } finally {
          NodeLock.release(connection);
        }
      } catch (SQLException | RuntimeException e) {
        LOG.warn("Ended runs stay in the journal for now: {}", e.getMessage());
      }
      await(pause);
    }
  }

  private void sweep(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      // a crash takes archive, mark and place back together
      statement.execute("SET synchronous_commit = off");
      statement.execute("SET enable_seqscan = off");
    }
    connection.commit();
    boolean more = true;
    while (more && !closed()) {
      long began = System.nanoTime();
      var step = sweep.next(connection);
      more = step.looked() == sweep.rows();
      if (more) {
        var took = Duration.ofNanos(System.nanoTime() - began);
        await(took.compareTo(LONGEST_REST) < 0 ? took : LONGEST_REST);
      }
    }
  }

  /** Lets the step under way end. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean closed() {
    return closing.getCount() == 0;
  }

  private void await(Duration most) {
    try {
      closing.await(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closing.countDown();
    }
  }
}
