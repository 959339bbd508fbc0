package ai.matih.pipelines.persistence.notification;

import ai.matih.pipelines.persistence.notification.NotificationOutbox.Claimed;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the outbox holds, at least once: a message that is not taken is tried again with a
 * growing wait, and parked when it was tried often enough. Receivers do not wait for each other.
 * One thread of its own, and a virtual one for each message under way.
 */
public final class NotificationSender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NotificationSender.class);
  private static final Duration HOLD = Duration.ofMinutes(2);
  private static final Duration MEMORY = Duration.ofDays(7);
  private static final int AT_ONCE = 64;
  private static final int OF_ONE_ENDPOINT = 4;
  private static final int POLLS_BETWEEN_CLEANINGS = 3_600;

  /** A way to the receivers. */
  @FunctionalInterface
  public interface Receivers {
    /**
     * Hands one message over; may block for less than a minute.
     *
     * @throws Exception with a sentence, if the receiver did not take it
     */
    void send(Note note) throws Exception;
  }

  /**
   * How patient it is.
   *
   * @param tries until a message is parked
   * @param first the wait after the first try, doubled with each further one
   * @param poll between two looks at the outbox
   */
  public record Patience(int tries, Duration first, Duration poll) {
    /** Nine tries in about a quarter of an hour. */
    public static final Patience USUAL =
        new Patience(9, Duration.ofSeconds(4), Duration.ofMillis(250));
  }

  private final NotificationOutbox outbox;
  private final Receivers receivers;
  private final Patience patience;
  private final Map<String, Integer> underWay = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService senders =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("notification-", 0).factory());
  private final Thread thread;

  /** Starts sending. */
  public NotificationSender(NotificationOutbox outbox, Receivers receivers, Patience patience) {
    this.outbox = outbox;
    this.receivers = receivers;
    this.patience = patience;
    this.thread = Thread.ofPlatform().name("notifications").daemon().start(this::run);
  }

  private void run() {
    int polls = 0;
    while (closing.getCount() > 0) {
      Duration wait = patience.poll();
      try {
        List<Claimed> claimed = outbox.claim(AT_ONCE, busy(), HOLD);
        claimed.forEach(this::begin);
        if (polls++ % POLLS_BETWEEN_CLEANINGS == 0) {
          outbox.forget(MEMORY);
        }
      } catch (SQLException e) {
        LOG.warn("the outbox of notifications does not answer: {}", e.getMessage());
        wait = Duration.ofSeconds(2);
      }
      try {
        closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** A receiver that hangs gets nothing more until it has answered. */
  private List<String> busy() {
    List<String> busy = new ArrayList<>();
    underWay.forEach(
        (endpoint, count) -> {
          if (count >= OF_ONE_ENDPOINT) {
            busy.add(endpoint);
          }
        });
    return busy;
  }

  private void begin(Claimed claimed) {
    String endpoint = claimed.note().endpoint();
    underWay.merge(endpoint, 1, Integer::sum);
    senders.execute(
        () -> {
          try {
            send(claimed);
          } catch (SQLException e) {
            LOG.warn("the outbox of notifications does not answer: {}", e.getMessage());
          } finally {
            underWay.computeIfPresent(endpoint, (key, count) -> count == 1 ? null : count - 1);
          }
        });
  }

  private void send(Claimed claimed) throws SQLException {
    String id = claimed.note().id();
    try {
      receivers.send(claimed.note());
      outbox.sent(id);
    } catch (SQLException e) {
      throw e;
    } catch (Exception e) {
      String reason = e.getMessage() == null ? e.toString() : e.getMessage();
      if (claimed.tries() >= patience.tries()) {
        LOG.warn("notification {} is parked after {} tries: {}", id, claimed.tries(), reason);
        outbox.park(id, reason);
      } else {
        outbox.again(
            id, patience.first().multipliedBy(1L << Math.min(10, claimed.tries() - 1)), reason);
      }
    }
  }

  /** Stops; what is under way may be sent once more after the next start. */
  @Override
  public void close() {
    closing.countDown();
    senders.shutdownNow();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
