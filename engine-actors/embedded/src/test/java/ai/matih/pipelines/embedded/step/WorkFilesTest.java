package ai.matih.pipelines.embedded.step;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.embedded.RunFolders;
import ai.matih.pipelines.embedded.step.WorkFiles.StepFiles;
import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.DatasetVersion;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.planning.StepWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFilesTest {
  private static final ExecutionId RUN = StepBench.RUN;

  @TempDir Path home;
  private StepBench bench;
  private WorkFiles files;

  @BeforeEach
  void start() {
    bench = new StepBench(home);
    files = bench.files;
  }

  @Test
  void aStepThatRunsAgainRemovesWhatEarlierOwnersAndAttemptsLeftOfIt() throws IOException {
    StepFiles killed = leave(1, "a", 3);
    StepFiles lost = leave(2, "a", 5);
    StepFiles other = leave(1, "b", 3);
    StepFiles newer = leave(2, "a", 9);

    open(3, "a", 7);

    for (StepFiles gone : List.of(killed, lost)) {
      assertThat(gone.draft()).doesNotExist();
      assertThat(gone.output()).doesNotExist();
      assertThat(gone.temp()).doesNotExist();
    }
    for (StepFiles left : List.of(other, newer)) {
      assertThat(left.draft()).exists();
      assertThat(left.output()).exists();
      assertThat(left.temp()).exists();
    }
  }

  @Test
  void rowsThatARetryAsksForBeginTheirPeriodAnew() throws IOException {
    StepFiles step = leave(1, "a", 3);
    Files.setLastModifiedTime(files.folders().of(RUN), FileTime.from(Instant.EPOCH));

    assertThat(files.keep(dataset(step.output().toUri().toString()))).isTrue();

    assertThat(Files.getLastModifiedTime(files.folders().of(RUN)).toInstant())
        .isAfter(Instant.EPOCH);
  }

  @Test
  void rowsThatAreGoneAreSaidToBe() throws IOException {
    StepFiles step = leave(1, "a", 3);
    DatasetVersion rows = dataset(step.output().toUri().toString());

    Files.delete(step.output());
    assertThat(files.keep(rows)).isFalse();
    RunFolders.removeTree(files.folders().of(RUN));
    assertThat(files.keep(rows)).isFalse();
  }

  @Test
  void whatLiesElsewhereIsNotThisPlacesToMiss() {
    assertThat(files.keep(dataset("s3://bucket/rows.parquet"))).isTrue();
    assertThat(files.keep(dataset(home.resolve("data/none").toUri().toString()))).isTrue();
  }

  private StepFiles leave(int attempt, String step, long epoch) throws IOException {
    StepFiles made = open(attempt, step, epoch);
    Files.writeString(made.draft(), "x");
    Files.writeString(made.output(), "x");
    Files.writeString(Files.createDirectory(made.temp()).resolve("spilled"), "x");
    return made;
  }

  private StepFiles open(int attempt, String step, long epoch) throws IOException {
    var work =
        new StepWork.Task(new ai.matih.pipelines.definition.TaskWork.Log("not asked for its work"));
    return files.open(new AttemptId(RUN, "s1", attempt), bench.task(step, work).step(), epoch);
  }

  private static DatasetVersion dataset(String uri) {
    return new DatasetVersion(
        "matih", "bench/a", Optional.of(uri), "parquet", List.of(), Optional.empty());
  }
}
