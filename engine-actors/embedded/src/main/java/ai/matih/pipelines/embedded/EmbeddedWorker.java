package ai.matih.pipelines.embedded;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.WorkLeases;
import ai.matih.pipelines.engine.WorkLeases.Lease;
import ai.matih.pipelines.gateway.Reports;
import ai.matih.pipelines.gateway.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds leases and runs their stages. It renews what it holds, stops what it can no longer renew
 * before anybody else may start it, and takes up OPEN rows and expired leases while it has room;
 * that is also how a node comes back after a crash. Each stage is led by a virtual thread; steps
 * work on a bounded set of platform threads, since native calls hold their thread. Safe for use
 * from any thread.
 */
final class EmbeddedWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedWorker.class);
  private static final Duration TICK = Duration.ofMillis(200);
  private static final int SCAN_EVERY_TICKS = 5;
  private static final int LOGS_WAITING = 4_000;

  private final String instance;
  private final String owner;
  private final WorkLeases leases;
  private final RunLogs logs;
  private final WorkerSettings settings;
  private final StageRun.Setting setting;
  private final ExecutorService stepThreads;
  private final ExecutorService logWriter;
  private final ScheduledExecutorService timer;
  private final Semaphore room;
  private final Map<AttemptId, StageRun> runs = new ConcurrentHashMap<>();
  private final AtomicBoolean claiming = new AtomicBoolean();
  private volatile boolean moreWaits = true;
  private volatile boolean closed;
  private int ticks;

  EmbeddedWorker(
      String instance,
      String owner,
      WorkLeases leases,
      StepRunner runner,
      RunLogs logs,
      WorkerSettings settings,
      WorkFigures figures,
      Reports reports) {
    this.instance = instance;
    this.owner = owner;
    this.leases = leases;
    this.logs = logs;
    this.settings = settings;
    this.room = new Semaphore(settings.stages());
    this.stepThreads =
        Executors.newFixedThreadPool(
            settings.steps(), Thread.ofPlatform().daemon().name("step-", 1).factory());
    this.logWriter =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(LOGS_WAITING),
            Thread.ofPlatform().daemon().name("step-logs").factory(),
            new ThreadPoolExecutor.CallerRunsPolicy());
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("embedded-timer").factory());
    this.setting =
        new StageRun.Setting(
            owner,
            settings.lease(),
            leases,
            runner,
            reports,
            stepThreads,
            logWriter,
            timer,
            figures);
    timer.scheduleWithFixedDelay(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  String owner() {
    return owner;
  }

  Duration lease() {
    return settings.lease();
  }

  /** Takes room for one stage; true must be followed by {@link #run} or {@link #release}. */
  boolean reserve() {
    return takesMore() && room.tryAcquire();
  }

  private boolean takesMore() {
    return !closed && settings.open().getAsBoolean();
  }

  /** Gives back room that was reserved in vain. */
  void release() {
    room.release();
    if (moreWaits) {
      claim();
    }
  }

  /** Rows wait that nobody runs: look for them as soon as there is room. */
  void moreWaits() {
    moreWaits = true;
    claim();
  }

  /**
   * Runs a stage whose lease this worker holds, in reserved room.
   *
   * @param asked {@link System#nanoTime} before the lease was asked for
   */
  void run(Lease lease, long asked) {
    StageRun run = new StageRun(setting, lease, asked, logs.open(lease.work()));
    setting.figures().stageTaken();
    run.over().thenRun(() -> ended(run));
    StageRun before = runs.put(lease.work(), run);
    if (before == null) {
      start(run);
    } else {
      before.over().thenRun(() -> start(run));
    }
  }

  /** A lease that was lost and won back waits until the work under the old epoch has stopped. */
  private static void start(StageRun run) {
    Thread.ofVirtual().name("stage-" + run.attempt()).start(run);
  }

  private void ended(StageRun run) {
    runs.remove(run.attempt(), run);
    setting.figures().stageOver();
    release();
  }

  /** Reports of the attempt answer this watch from now on; false if there will be none of here. */
  boolean watch(Watch watch) {
    StageRun run = runs.get(watch.attempt());
    return run != null && run.watch(watch.number());
  }

  /** Stops the attempt if it runs here. */
  void cancel(AttemptId attempt, String reason) {
    StageRun run = runs.get(attempt);
    if (run != null) {
      run.cancel(reason);
    }
  }

  /**
   * Drops all work where it stands; the leases expire, and whoever has room goes on. Waits only for
   * log lines that are being written.
   */
  @Override
  public void close() {
    closed = true;
    timer.shutdownNow();
    runs.values().forEach(StageRun::drop);
    stepThreads.shutdown();
    logWriter.shutdown();
    try {
      logWriter.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tick() {
    try {
      long now = System.nanoTime();
      runs.values().forEach(run -> run.tend(now));
      if (moreWaits || ticks++ % SCAN_EVERY_TICKS == 0) {
        claim();
      }
    } catch (RuntimeException e) {
      LOG.error("The embedded worker's clock stumbled", e);
    }
  }

  /** Claims for half of the room, so that submits still find some; one claim at a time. */
  private void claim() {
    if (!takesMore() || !claiming.compareAndSet(false, true)) {
      return;
    }
    int most = Math.max(1, room.availablePermits() / 2);
    if (!room.tryAcquire(most)) {
      claiming.set(false);
      return;
    }
    moreWaits = false;
    long asked = System.nanoTime();
    leases
        .claim(instance, owner, most, settings.lease())
        .whenComplete(
            (claimed, failure) -> {
              List<Lease> taken = failure == null ? claimed : List.of();
              if (failure != null) {
                LOG.debug("No work could be claimed", failure);
              }
              room.release(most - taken.size());
              taken.forEach(lease -> run(lease, asked));
              claiming.set(false);
              if (taken.size() == most) {
                moreWaits = true;
              }
              if (moreWaits && failure == null) {
                claim();
              }
            });
  }
}
