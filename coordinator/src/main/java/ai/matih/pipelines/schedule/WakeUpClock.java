package ai.matih.pipelines.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes entities when they are due (design 3.8). Every core node has one: a due row is taken by
 * exactly one of them, and one that dies over it leaves the row to be sent again. One thread of its
 * own; it cannot be paused, and a store that does not answer only makes it late. Its cost grows
 * with what is due, not with what exists.
 */
public final class WakeUpClock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WakeUpClock.class);
  private static final Duration TICK = Duration.ofMillis(200);
  private static final int BATCH = 500;

  private final WakeUps wakeUps;
  private final Consumer<WakeUps.Due> wake;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean sweep = true;
  private final Thread thread;

  /**
   * Wakes every open execution, and every pipeline that is late, at once; then runs until closed.
   *
   * @param wake hands a wake-up to its entity; must not block
   */
  public static WakeUpClock start(WakeUps wakeUps, Consumer<WakeUps.Due> wake) {
    return new WakeUpClock(wakeUps, wake);
  }

  private WakeUpClock(WakeUps wakeUps, Consumer<WakeUps.Due> wake) {
    this.wakeUps = wakeUps;
    this.wake = wake;
    this.thread = Thread.ofPlatform().name("wake-up-clock").daemon().start(this::run);
  }

  /**
   * Soon recalls every open execution, and wakes every pipeline that is late: some of them, or what
   * they told others, may have been lost with a node. What is not due stays so.
   */
  public void sweepSoon() {
    sweep = true;
    synchronized (closed) {
      closed.notifyAll();
    }
  }

  private void sweep() {
    try {
      wakeUps.overdue("pipeline").forEach(wake);
      for (WakeUps.Due open : wakeUps.all("execution")) {
        wake.accept(new WakeUps.Due(open.persistenceId(), WakeUps.RECALL, Instant.EPOCH));
      }
    } catch (RuntimeException e) {
      sweep = true;
      throw e;
    }
  }

  private void run() {
    while (!closed.get()) {
      try {
        if (sweep) {
          sweep = false;
          sweep();
        }
        List<WakeUps.Due> due = wakeUps.takeDue(BATCH);
        due.forEach(wake);
        if (due.size() < BATCH) {
          synchronized (closed) {
            closed.wait(TICK.toMillis());
          }
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.warn("the wake-up index does not answer, trying again: {}", e.toString());
        pause();
      }
    }
  }

  private void pause() {
    try {
      synchronized (closed) {
        closed.wait(1_000);
      }
    } catch (InterruptedException e) {
      closed.set(true);
    }
  }

  @Override
  public void close() {
    closed.set(true);
    thread.interrupt();
  }
}
