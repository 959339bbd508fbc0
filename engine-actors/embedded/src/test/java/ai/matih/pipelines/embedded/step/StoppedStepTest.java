package ai.matih.pipelines.embedded.step;

import static ai.matih.pipelines.embedded.step.EmbeddedStepsTest.transform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.connectors.StepCancelled;
import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.planning.StepWork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Work that is stopped is gone within two seconds, with its temporary files. */
class StoppedStepTest {
  private static final String SPILLING =
      "SELECT a.i AS a, b.i AS b, hash(a.i * b.i) AS h, repeat('x', 100) AS pad FROM {{ input }} a, "
          + "{{ input }} b ORDER BY h";

  @TempDir Path home;
  private StepBench bench;

  @BeforeEach
  void start() {
    bench = new StepBench(home);
    bench.given("rows", "SELECT i FROM range(100000) t(i)");
  }

  @Test
  @Timeout(60)
  void aCancelInterruptsTheQueryAndRemovesWhatItSpilled() throws Exception {
    bench.limits = new EmbeddedSteps.StepLimits(64L << 20, 8L << 30, 2);
    StepWork work = transform(SPILLING, "rows");
    var asked = new AtomicReference<Instant>();
    bench.cancel.onCancel(() -> asked.set(Instant.now()));
    var canceller =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!hasSpilled()) {
                    Thread.onSpinWait();
                  }
                  bench.cancel.cancel("asked");
                });
    assertThatThrownBy(() -> bench.run("t", work, "rows")).isInstanceOf(StepCancelled.class);
    assertThat(Duration.between(asked.get(), Instant.now())).isLessThan(Duration.ofSeconds(2));
    canceller.join();
    assertThat(left()).isZero();
  }

  @Test
  void aStepThatIsCancelledBeforeItStartsDoesNothing() throws IOException {
    bench.cancel.cancel("asked");
    assertThatThrownBy(() -> bench.run("t", transform("SELECT * FROM {{ input }}", "rows"), "rows"))
        .isInstanceOf(StepCancelled.class);
    assertThat(left()).isZero();
  }

  @Test
  void theMemoryLimitAndTheTempLimitHold() throws IOException {
    bench.limits = new EmbeddedSteps.StepLimits(32L << 20, 16L << 20, 2);
    assertThatThrownBy(() -> bench.run("t", transform(SPILLING, "rows"), "rows"))
        .isInstanceOfSatisfying(
            StepFailure.class, e -> assertThat(e.failure().code()).isEqualTo("MEMORY_LIMIT"));
    assertThat(left()).isZero();
  }

  @Test
  void aStepLargerThanItsMemorySpillsAndEnds() throws IOException {
    bench.limits = new EmbeddedSteps.StepLimits(96L << 20, 1L << 30, 2);
    bench.given("rows", "SELECT i FROM range(2000000) t(i)");
    var result =
        bench.run(
            "t",
            transform(
                "SELECT i, repeat('x', 60) || i AS pad FROM {{ input }} ORDER BY hash(i)", "rows"),
            "rows");
    assertThat(result.rowsOut()).isEqualTo(2_000_000);
    assertThat(left()).isEqualTo(1);
  }

  private boolean hasSpilled() {
    try (Stream<Path> files = Files.walk(home.resolve("work"))) {
      return files.anyMatch(file -> file.toString().contains("duckdb_temp"));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  private long left() throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve("work"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }
}
