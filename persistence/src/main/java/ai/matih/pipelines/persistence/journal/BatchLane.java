package ai.matih.pipelines.persistence.journal;

import ai.matih.pipelines.persistence.sql.Gathering;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * Work that is cheaper together: a thread takes what waits, up to a batch, and what arrives
 * meanwhile makes up the next. An idle lane adds no wait; a busy one waits a few milliseconds and
 * does few and large batches. Its threads are daemons and live as long as the process. {@link
 * #offer} is safe from any thread.
 */
final class BatchLane<T> implements AutoCloseable {
  private static final int WORTHWHILE = 8;
  private static final Duration LONGEST_GATHERING = Duration.ofMillis(4);

  private final BlockingQueue<T> waiting;

  /** Held by the one thread that takes: two would take half of what waits each. */
  private final ReentrantLock taking = new ReentrantLock();

  private final Gathering gathering = new Gathering(WORTHWHILE, LONGEST_GATHERING);
  private final int most;
  private final ToIntFunction<T> size;
  private final Consumer<List<T>> work;
  private final List<Thread> threads = new ArrayList<>();

  /**
   * Starts the threads.
   *
   * @param width how many batches are done at once
   * @param most of a batch, by {@code size}; one item is taken however large
   * @param room how many items may wait
   * @param work called with at least one item; must answer all of them and not throw
   */
  BatchLane(
      String name, int width, int most, int room, ToIntFunction<T> size, Consumer<List<T>> work) {
    this.waiting = new LinkedBlockingQueue<>(room);
    this.most = most;
    this.size = size;
    this.work = work;
    for (int i = 1; i <= width; i++) {
      threads.add(Thread.ofPlatform().name(name + "-" + i).daemon().start(this::run));
    }
  }

  /** False if there is no room. */
  boolean offer(T item) {
    return waiting.offer(item);
  }

  /** Stops the threads where they are; what waits is never answered. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }

  private void run() {
    try {
      while (true) {
        work.accept(next());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<T> next() throws InterruptedException {
    taking.lockInterruptibly();
    try {
      List<T> batch = new ArrayList<>();
      T next = waiting.take();
      gathering.await();
      int taken = 0;
      while (next != null) {
        batch.add(next);
        taken += size.applyAsInt(next);
        next = taken < most ? waiting.poll() : null;
      }
      gathering.took(batch.size());
      return batch;
    } finally {
      taking.unlock();
    }
  }
}
