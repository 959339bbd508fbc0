package ai.matih.pipelines.persistence.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.execution.ExecutionEvent.GateOpened;
import ai.matih.pipelines.persistence.Samples;
import ai.matih.pipelines.persistence.projection.ProjectedJournal;
import ai.matih.pipelines.persistence.projection.readmodel.ExecutionList;
import ai.matih.pipelines.persistence.projection.wakeup.JdbcWakeUps;
import ai.matih.pipelines.persistence.projection.wakeup.WakeUpProjection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatasetVersionsTest {
  private ProjectedJournal journal;

  @BeforeEach
  void start() {
    journal = new ProjectedJournal();
  }

  @AfterEach
  void stop() {
    journal.close();
  }

  @Test
  void aDatasetIsNewSinceATimeIfARunHasLoadedItSince() throws Exception {
    journal.writeAll("execution|" + Samples.spec("k1").id(), Samples.succeededRun("k1"));
    journal.project(new ExecutionList());
    var versions = new DatasetVersions(journal.database().pool());
    var wanted = List.of("flights.warehouse", "flights.elsewhere");

    assertThat(versions.since(Samples.TENANT, wanted, Samples.T0))
        .isEqualTo(Map.of("flights.warehouse", Samples.execution("k1").value()));
    assertThat(versions.since(Samples.TENANT, wanted, Samples.T0.plusSeconds(3600))).isEmpty();
  }

  @Test
  void aGateThatWaitsForDataIsLookedAtUntilNobodyWaitsAnyMore() throws Exception {
    String run = Samples.execution("k1").value();
    journal.write(
        "execution|" + run,
        new GateOpened("wait:file", "s1", Samples.T0, Optional.of(Duration.ofSeconds(30))),
        new GateOpened("sign-off", "s2", Samples.T0, Optional.empty()));
    journal.project(new WakeUpProjection());
    var wakeUps = new JdbcWakeUps(journal.database().pool());
    String row = "sensor|" + run + "/wait:file";

    assertThat(wakeUps.takeDue(10)).extracting(due -> due.persistenceId()).containsExactly(row);
    wakeUps.putOff(row, Duration.ofHours(1));
    assertThat(wakeUps.overdue("sensor")).isEmpty();
    wakeUps.remove(row);
    assertThat(wakeUps.all("sensor")).isEmpty();
  }
}
