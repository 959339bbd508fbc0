package ai.matih.pipelines.persistence.projection.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.execution.ExecutionEvent;
import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.persistence.Samples;
import ai.matih.pipelines.persistence.projection.ProjectedJournal;
import ai.matih.pipelines.persistence.query.RunEnds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunEndsTest {
  private static final Duration DAY = Duration.ofDays(1);

  private ProjectedJournal journal;
  private RunEnds ends;

  @BeforeEach
  void start() {
    journal = new ProjectedJournal();
    ends = new RunEnds(journal.database().pool());
  }

  @AfterEach
  void stop() {
    journal.close();
  }

  @Test
  void aRunHasEndedOnceItsEndIsProjectedAndThenForSoLong() throws Exception {
    ended("old", "2 days");
    ended("young", "1 hour");
    open("open", Optional.empty());

    assertThat(ended(Duration.ZERO, false)).containsExactlyInAnyOrder(run("old"), run("young"));
    assertThat(ended(DAY, false)).containsExactly(run("old"));
  }

  @Test
  void aRunWhoseRetryIsOpenOrEndedLatelyIsNotOverWithItsRetries() throws Exception {
    for (String root : List.of("alone", "of-open", "of-young", "of-old")) {
      ended(root, "2 days");
    }
    open("retry-open", Optional.of("of-open"));
    open("retry-young", Optional.of("of-young"));
    aged("retry-young", "1 hour");
    open("retry-old", Optional.of("of-old"));
    aged("retry-old", "26 hours");

    assertThat(ended(DAY, true))
        .containsExactlyInAnyOrder(run("alone"), run("of-old"), run("retry-old"));
  }

  private Set<ExecutionId> ended(Duration ago, boolean withRetries) {
    return ends.endedFor(
        ago,
        withRetries,
        List.of(
            run("old"),
            run("young"),
            run("open"),
            run("unknown"),
            run("alone"),
            run("of-open"),
            run("of-young"),
            run("of-old"),
            run("retry-open"),
            run("retry-young"),
            run("retry-old")));
  }

  private void ended(String key, String ago) throws Exception {
    journal.writeAll("execution|" + run(key), Samples.succeededRun(key));
    journal.project(new ExecutionList());
    aged(key, ago);
  }

  private void aged(String key, String ago) {
    journal
        .database()
        .execute(
            "UPDATE execution_view SET ended_at = now() - interval '"
                + ago
                + "' WHERE execution_id = '"
                + run(key)
                + "'");
  }

  private void open(String key, Optional<String> retryOf) throws Exception {
    ExecutionSpec plain = Samples.spec(key);
    ExecutionSpec spec =
        new ExecutionSpec(
            plain.id(),
            plain.tenant(),
            plain.pipeline(),
            plain.revision(),
            plain.plan(),
            run(retryOf.orElse(key)),
            retryOf.map(RunEndsTest::run),
            Map.of(),
            plain.parameters(),
            plain.values(),
            plain.connections(),
            plain.priority(),
            plain.prices(),
            plain.startedBy(),
            plain.submittedAt(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    journal.write("execution|" + run(key), new ExecutionEvent.ExecutionStarted(spec));
    journal.project(new ExecutionList());
  }

  private static ExecutionId run(String key) {
    return Samples.execution(key);
  }
}
