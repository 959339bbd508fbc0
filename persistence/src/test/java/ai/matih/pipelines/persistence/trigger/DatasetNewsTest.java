package ai.matih.pipelines.persistence.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.persistence.Samples;
import ai.matih.pipelines.persistence.projection.OutsideConsumer;
import ai.matih.pipelines.persistence.projection.ProjectedJournal;
import ai.matih.pipelines.persistence.projection.RecentEntries;
import ai.matih.pipelines.pipeline.PipelineCommand.DatasetLoaded;
import ai.matih.pipelines.pipeline.PipelineEvent;
import ai.matih.pipelines.trigger.Watch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatasetNewsTest {
  private static final PipelineId WAITING = PipelineId.of(Samples.TENANT, "report", 0);
  private static final PipelineId OTHER = PipelineId.of(Samples.TENANT, "other", 0);

  private final List<DatasetNews.News> told = new CopyOnWriteArrayList<>();
  private volatile boolean reachable = true;
  private ProjectedJournal journal;

  @BeforeEach
  void start() {
    journal = new ProjectedJournal();
  }

  @AfterEach
  void stop() {
    journal.close();
  }

  private OutsideConsumer<DatasetNews.News> follow() {
    return OutsideConsumer.start(
        "dataset-triggers",
        journal.database().pool(),
        RecentEntries.none(),
        new DatasetNews(this::hear),
        new OutsideConsumer.Patience(Duration.ofMillis(100), Duration.ofDays(30)));
  }

  private void hear(PipelineId pipeline, DatasetLoaded loaded) throws IOException {
    if (!reachable) {
      throw new IOException("not now");
    }
    told.add(new DatasetNews.News(pipeline, loaded));
  }

  private void watches(PipelineId pipeline, String... datasets) {
    journal.write(
        "pipeline|" + pipeline,
        new PipelineEvent.TriggersDriven(
            List.of(new Watch("dataset", "dataset", false, List.of(datasets)))));
  }

  private void run(String key) {
    journal.writeAll("execution|" + Samples.spec(key).id(), Samples.succeededRun(key));
  }

  private static void await(BooleanSupplier condition) {
    for (int tries = 0; !condition.getAsBoolean(); tries++) {
      assertThat(tries).as("waited too long").isLessThan(3_000);
      LockSupport.parkNanos(10_000_000);
    }
  }

  @Test
  void whoWaitsWhenALoadIsJournaledIsToldOfItOnce() {
    run("before");
    watches(WAITING, "flights.warehouse");
    watches(OTHER, "flights.elsewhere");
    run("k1");
    try (var consumer = follow()) {
      assertThat(consumer.position()).isNotNegative();
      await(() -> told.size() == 1);
      watches(OTHER, "public.delays");
      run("k2");
      await(() -> told.size() == 3);
    }

    assertThat(told).extracting(DatasetNews.News::pipeline).containsOnly(WAITING, OTHER);
    assertThat(told.getFirst().loaded().version())
        .isEqualTo(Samples.execution("k1") + "/s1/load warehouse/warehouse");
    assertThat(told.getFirst().loaded().loader()).isEqualTo(Samples.PIPELINE);
    assertThat(told.stream().map(one -> one.loaded().place()).toList()).isSorted();

    // another node goes on behind what was told, and knows who waits
    run("k3");
    try (var consumer = follow()) {
      assertThat(consumer.position()).isNotNegative();
      await(() -> told.size() == 5);
    }
    assertThat(told.subList(3, 5))
        .allMatch(one -> one.loaded().version().contains(Samples.execution("k3").value()));
  }

  @Test
  void aPipelineThatCannotBeReachedIsToldLater() {
    reachable = false;
    watches(WAITING, "flights.warehouse");
    run("k1");
    try (var consumer = follow()) {
      assertThat(consumer.position()).isNotNegative();
      watches(OTHER, "flights.warehouse");
      reachable = true;
      await(() -> told.size() == 1);
    }
    assertThat(told).extracting(DatasetNews.News::pipeline).containsExactly(WAITING);
  }
}
