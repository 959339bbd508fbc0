package ai.matih.pipelines.embedded;

import ai.matih.pipelines.identity.ExecutionId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what ended runs left on this node's disk. The folders say what there is, {@link Ends}
 * says of which run; a run that it does not know keeps its folder. Work of a run goes when the run
 * and all that share its first run (its retries, which read it) ended so long ago; what is hidden
 * goes with the end: drafts and spilled rows of attempts that were killed, fenced or lost.
 *
 * <p>A retry that begins while work is being removed touches the folder first ({@link
 * RunFolders#touch}), and is not kept waiting by what is not known of it yet.
 *
 * <p>Sweeps on a thread of its own. Several nodes may sweep one shared folder.
 */
public final class Retention implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final int BATCH = 500;
  private static final Duration MOST = Duration.ofMinutes(10);
  private static final Duration LEAST = Duration.ofSeconds(1);

  /** How long after a run's end: {@code work} its steps' rows, {@code logs} its steps' logs. */
  public record Periods(Duration work, Duration logs) {}

  /** What is known of the ends of runs. */
  public interface Ends {
    /**
     * Those of {@code runs} that ended at least {@code ago} ago, by the clock of the store. Blocks.
     *
     * @param withRetries only if so did every run that has the same first run
     */
    Set<ExecutionId> endedFor(Duration ago, boolean withRetries, List<ExecutionId> runs);
  }

  private final RunFolders work;
  private final RunFolders logs;
  private final Periods periods;
  private final Ends ends;
  private final ScheduledExecutorService timer;

  private Retention(RunFolders work, RunFolders logs, Periods periods, Ends ends) {
    this.work = work;
    this.logs = logs;
    this.periods = periods;
    this.ends = ends;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("retention").factory());
  }

  /** Sweeps at once, and then ten times in the shorter period, every ten minutes at least. */
  public static Retention start(RunFolders work, RunFolders logs, Periods periods, Ends ends) {
    Retention retention = new Retention(work, logs, periods, ends);
    Duration shorter =
        periods.work().compareTo(periods.logs()) < 0 ? periods.work() : periods.logs();
    long pause = Math.clamp(shorter.dividedBy(10).toMillis(), LEAST.toMillis(), MOST.toMillis());
    retention.timer.scheduleWithFixedDelay(retention::sweep, 0, pause, TimeUnit.MILLISECONDS);
    return retention;
  }

  private void sweep() {
    try {
      removeEnded(work, periods.work(), true);
      removeEnded(logs, periods.logs(), false);
      removeHidden();
    } catch (IOException | RuntimeException e) {
      LOG.warn("What ended runs left was not removed; the next turn comes: {}", e.toString());
    }
  }

  private void removeEnded(RunFolders folders, Duration period, boolean withRetries)
      throws IOException {
    List<ExecutionId> old = new ArrayList<>();
    for (ExecutionId run : folders.runs()) {
      if (folders.untouchedFor(period, run)) {
        old.add(run);
      }
    }
    for (ExecutionId run : ended(period, withRetries, old)) {
      // a retry may have touched it in the meantime
      if (folders.untouchedFor(period, run)) {
        remove(folders.of(run));
      }
    }
  }

  private void removeHidden() throws IOException {
    List<ExecutionId> untidy = new ArrayList<>();
    for (ExecutionId run : work.runs()) {
      if (!work.hidden(run).isEmpty()) {
        untidy.add(run);
      }
    }
    for (ExecutionId run : ended(Duration.ZERO, false, untidy)) {
      work.hidden(run).forEach(Retention::remove);
    }
  }

  /** One that cannot be removed does not keep the others. */
  private static void remove(Path path) {
    try {
      RunFolders.removeTree(path);
    } catch (IOException e) {
      LOG.warn("{} is of a run that ended and cannot be removed: {}", path, e.toString());
    }
  }

  private Set<ExecutionId> ended(Duration ago, boolean withRetries, List<ExecutionId> runs) {
    Set<ExecutionId> ended = new HashSet<>();
    for (int from = 0; from < runs.size(); from += BATCH) {
      List<ExecutionId> batch = runs.subList(from, Math.min(runs.size(), from + BATCH));
      ended.addAll(ends.endedFor(ago, withRetries, batch));
    }
    return ended;
  }

  /** Lets a sweep that is under way end. */
  @Override
  public void close() {
    timer.shutdown();
    try {
      timer.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
