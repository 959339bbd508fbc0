package ai.matih.pipelines.embedded;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What the embedded engine of this node has at work, and what befell it since the start. */
public final class WorkFigures {
  private final AtomicInteger stages = new AtomicInteger();
  private final AtomicInteger steps = new AtomicInteger();
  private final LongAdder lost = new LongAdder();
  private final LongAdder fenced = new LongAdder();

  /** Leases held: stages that wait for a thread or are at work. */
  public int stages() {
    return stages.get();
  }

  /** Steps at work on a thread; each may hold a DuckDB. */
  public int steps() {
    return steps.get();
  }

  /** Leases given up because they could not be renewed in time or were taken away. */
  public long leasesLost() {
    return lost.sum();
  }

  /** Fences answered with the name taken; one that is asked for again counts again. */
  public long fenced() {
    return fenced.sum();
  }

  void stageTaken() {
    stages.incrementAndGet();
  }

  void stageOver() {
    stages.decrementAndGet();
  }

  void stepBegan() {
    steps.incrementAndGet();
  }

  void stepOver() {
    steps.decrementAndGet();
  }

  void leaseLost() {
    lost.increment();
  }

  void nameTaken() {
    fenced.increment();
  }
}
