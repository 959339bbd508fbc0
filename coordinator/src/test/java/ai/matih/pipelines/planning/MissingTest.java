package ai.matih.pipelines.planning;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.IncludedFiles;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.reading.DefinitionReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MissingTest {
  @Test
  void aConnectionThatIsNotThereIsNamedOnceWithTheCommandThatMakesIt() {
    assertThat(
            new ATenant()
                .connection("dwh", "postgresql")
                .plan(new ADefinition().csv("a").csv("b").table("lake", "a").build())
                .blockers())
        .containsExactly(
            new Plan.Blocker(
                "connection_missing",
                "connection files",
                "there is no connection files",
                "write it to a file and run: matih connections apply FILE"));
  }

  @Test
  void aSourceWithoutAConnectorBlocksWithTheConnectorsRemedy() {
    Plan plan =
        ATenant.withAll()
            .statistics(
                (tenant, source, connection) ->
                    new SourceStatistics.NoConnector("sftp cannot be read", "use a local folder"))
            .plan(copy().build());

    assertThat(plan.blockers())
        .containsExactly(
            new Plan.Blocker(
                "connector_missing",
                "source orders",
                "source orders: sftp cannot be read",
                "use a local folder"));
  }

  @Test
  void anEngineWithConnectorsOfItsOwnNeedsNoneOfTheNode() {
    Plan plan =
        ATenant.withAll()
            .engines(all())
            .sinks((sink, connection) -> Optional.of(new SinkSupport.Gap("no", "none")))
            .plan(copy().engine(EngineKind.SPARK).build());

    assertThat(plan.blockers()).isEmpty();
  }

  @Test
  void anEngineThatCanGetAtTheDataIsTakenBeforeOneThatCannot() {
    Plan plan =
        ATenant.withAll()
            .engines(all())
            .sinks((sink, connection) -> Optional.of(new SinkSupport.Gap("no", "none")))
            .plan(new ADefinition().csv("orders").table("lake", "orders").build());

    assertThat(plan.engine().chosen()).isIn(EngineKind.SPARK, EngineKind.FLINK);
    assertThat(plan.blockers()).isEmpty();
    assertThat(plan.engine().candidates())
        .filteredOn(candidate -> candidate.engine() == EngineKind.EMBEDDED)
        .extracting(EngineDecision.Candidate::reason)
        .containsExactly("sink lake: no");
  }

  @Test
  void aVariableThatIsNotSetBlocksOnlyWhereItIsUsed() {
    assertThat(plan(kafka("json")).blockers()).isEmpty();
    assertThat(plan(kafka("avro")).blockers())
        .extracting(Plan.Blocker::subject)
        .containsExactly("variable REGISTRY");
  }

  @Test
  void aStepPinnedToAnEngineThatIsNotConfiguredBlocks() {
    assertThat(
            ATenant.withAll()
                .plan(
                    new ADefinition()
                        .csv("orders")
                        .sqlOn(Optional.of(EngineKind.SPARK), "heavy", "SELECT 1", "orders")
                        .table("lake", "heavy")
                        .build())
                .blockers())
        .extracting(Plan.Blocker::message)
        .containsExactly("a step is pinned to engine spark, which is not configured");
  }

  private static ADefinition copy() {
    return new ADefinition().csv("orders").table("lake", "orders");
  }

  private static Plan plan(PipelineDefinition definition) {
    return ATenant.withAll().connection("KAFKA", "kafka").engines(all()).plan(definition);
  }

  private static EngineCatalog all() {
    return new EngineCatalog(
        Stream.of(EngineKind.values())
            .map(kind -> new EngineInstance(kind.wireName(), kind, true, Optional.empty()))
            .toList());
  }

  private static PipelineDefinition kafka(String format) {
    String text =
        """
        metadata: {name: clicks}
        sources:
          clicks: {type: kafka, connection: "${KAFKA}", topic: t, consumer_group: g, format: %s, \
        schema_registry: "${REGISTRY}"}
        sinks:
          files: {type: file, connection: "${files}", prefix: x/, format: parquet, mode: append}
        """
            .formatted(format);
    return DefinitionReader.read(text.getBytes(StandardCharsets.UTF_8), IncludedFiles.NONE)
        .definition()
        .orElseThrow();
  }
}
