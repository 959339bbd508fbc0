package ai.matih.pipelines.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.gateway.contract.Heard;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stays of runs on disk, and for how long. */
class RetentionTest {
  private static final Duration WORK = Duration.ofHours(24);
  private static final Duration LOGS = Duration.ofDays(30);
  private static final Duration TWO_DAYS = Duration.ofDays(2);

  @TempDir private Path home;
  private RunFolders work;
  private RunFolders logs;
  private final Known known = new Known();

  @BeforeEach
  void folders() {
    work = new RunFolders(home.resolve("work"));
    logs = new RunFolders(home.resolve("logs"));
  }

  @Test
  void workOfARunThatEndedLongAgoGoesAndItsLogsStay() throws IOException {
    ExecutionId run = run("ended", TWO_DAYS);
    known.ended.add(run);

    sweep();

    assertThat(work.of(run)).doesNotExist();
    assertThat(logs.of(run).resolve("s1-1.log")).exists();
  }

  @Test
  void logsGoAfterTheirOwnPeriod() throws IOException {
    ExecutionId run = run("ended", Duration.ofDays(31));
    known.ended.add(run);

    sweep();

    assertThat(logs.of(run)).doesNotExist();
  }

  @Test
  void aRunThatIsOpenOrUnknownKeepsAllHoweverOldItIs() throws IOException {
    ExecutionId run = run("open", Duration.ofDays(400));

    sweep();

    assertThat(work.of(run).resolve("s1-1-a-e1.parquet")).exists();
    assertThat(work.of(run).resolve(".s1-1-b-e2.parquet")).exists();
    assertThat(logs.of(run).resolve("s1-1.log")).exists();
  }

  @Test
  void workThatAnOpenRetryReadsStays() throws IOException {
    ExecutionId run = run("retried", TWO_DAYS);
    known.ended.add(run);
    known.retried.add(run);

    sweep();

    assertThat(work.of(run).resolve("s1-1-a-e1.parquet")).exists();
  }

  @Test
  void aRetryThatComesWhileTheSweepAsksFindsTheWork() throws IOException {
    ExecutionId run = run("retried-now", TWO_DAYS);
    known.ended.add(run);
    known.whileAsked = asked -> touch(run);

    sweep();

    assertThat(work.of(run).resolve("s1-1-a-e1.parquet")).exists();
  }

  @Test
  void whatAKilledAttemptLeftHalfDoneGoesWithTheEndOfItsRun() throws IOException {
    ExecutionId run = run("killed", Duration.ZERO);
    known.ended.add(run);

    sweep();

    assertThat(RunFolders.list(work.of(run)))
        .extracting(file -> file.getFileName().toString())
        .containsExactly("s1-1-a-e1.parquet");
  }

  @Test
  void whatIsNoRunIsLeftAlone() throws IOException {
    Path other = Files.createDirectories(work.root().resolve("exec-not-a-run"));
    age(other, TWO_DAYS);
    Files.createDirectories(logs.root());
    Path nodeLog = Files.writeString(logs.root().resolve("node.log"), "x");
    age(nodeLog, Duration.ofDays(400));

    sweep();

    assertThat(other).exists();
    assertThat(nodeLog).exists();
  }

  /** One sweep, awaited by its last question; closing waits for what follows it. */
  private void sweep() throws IOException {
    run("sentinel", Duration.ZERO);
    var periods = new Retention.Periods(WORK, LOGS);
    Retention retention = Retention.start(work, logs, periods, known);
    Heard.until("swept", () -> known.sweeps.get() > 0);
    retention.close();
  }

  private ExecutionId run(String key, Duration age) throws IOException {
    ExecutionId run = ExecutionId.of(PipelineId.of(new TenantId("acme"), "kept", 0), key);
    Files.createDirectories(work.of(run).resolve(".s1-1-b-e2.parquet.tmp"));
    Files.writeString(work.of(run).resolve(".s1-1-b-e2.parquet.tmp").resolve("spilled"), "x");
    Files.writeString(work.of(run).resolve(".s1-1-b-e2.parquet"), "x");
    Files.writeString(work.of(run).resolve("s1-1-a-e1.parquet"), "x");
    Files.createDirectories(logs.of(run));
    Files.writeString(logs.of(run).resolve("s1-1.log"), "x");
    age(work.of(run), age);
    age(logs.of(run), age);
    return run;
  }

  private static void age(Path path, Duration age) throws IOException {
    Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(age)));
  }

  private void touch(ExecutionId run) {
    try {
      work.touch(run);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Ends as the test says; the ages of folders stand for those of the ends. */
  private static final class Known implements Retention.Ends {
    private final Set<ExecutionId> ended = ConcurrentHashMap.newKeySet();
    private final Set<ExecutionId> retried = ConcurrentHashMap.newKeySet();
    private final AtomicInteger sweeps = new AtomicInteger();
    private volatile Consumer<List<ExecutionId>> whileAsked = asked -> {};

    @Override
    public Set<ExecutionId> endedFor(Duration ago, boolean withRetries, List<ExecutionId> runs) {
      Set<ExecutionId> found = new HashSet<>(runs);
      found.retainAll(ended);
      if (withRetries) {
        found.removeAll(retried);
      }
      whileAsked.accept(runs);
      if (ago.isZero()) {
        sweeps.incrementAndGet();
      }
      return found;
    }
  }
}
