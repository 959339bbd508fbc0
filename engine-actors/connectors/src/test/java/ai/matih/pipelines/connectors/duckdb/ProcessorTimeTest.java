package ai.matih.pipelines.connectors.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.connectors.CancelToken;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ProcessorTimeTest {
  @TempDir Path temp;

  private record Spent(long all, long own) {}

  @Test
  void theThreadsOfTheDatabaseAreCounted() throws Exception {
    Spent spent = on("measured", this::aggregate);
    assertThat(spent.all()).isGreaterThan(spent.own() + 1);
  }

  @Test
  void whatAnotherThreadsDatabaseDoesIsNotCounted() throws Exception {
    CountDownLatch opened = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    FutureTask<Spent> idle =
        new FutureTask<>(
            () ->
                measured(
                    () -> {
                      try (DuckDbSession duckdb = open()) {
                        opened.countDown();
                        await(done);
                        duckdb.execute("SELECT 1");
                      }
                    }));
    Thread.ofPlatform().name("idle").start(idle);
    await(opened);
    Spent busy = on("busy", this::aggregate);
    done.countDown();

    assertThat(idle.get().all() - idle.get().own()).isLessThan(busy.all() - busy.own());
  }

  private static Spent on(String name, Runnable work) throws Exception {
    FutureTask<Spent> task = new FutureTask<>(() -> measured(work));
    Thread.ofPlatform().name(name).start(task);
    return task.get();
  }

  private static Spent measured(Runnable work) {
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    ProcessorTime spent = new ProcessorTime();
    work.run();
    long own = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    return new Spent(spent.millis(), own / 1_000_000);
  }

  private void aggregate() {
    try (DuckDbSession duckdb = open()) {
      duckdb.execute("CREATE TABLE n AS SELECT range AS i FROM range(4000000)");
      duckdb.execute("CREATE TABLE s AS SELECT i % 99991 AS k, sum(i) FROM n GROUP BY k");
    }
  }

  private DuckDbSession open() {
    return DuckDbSession.open(new WorkLimits(1L << 30, 1L << 30, 4, temp), new CancelToken());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
