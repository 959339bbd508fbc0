package ai.matih.pipelines.definition.reading;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.definition.CheckRule;
import ai.matih.pipelines.definition.IncludedFiles;
import ai.matih.pipelines.definition.KafkaRead;
import ai.matih.pipelines.definition.KafkaSource;
import ai.matih.pipelines.definition.Load;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.TaskWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentedDefinitionsTest {
  static final Path EXAMPLES = Path.of("../examples/documented");

  static Stream<Path> documented() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("documented")
  void everyDocumentedDefinitionIsValid(Path file) throws IOException {
    ReadResult result = DefinitionReader.read(Files.readAllBytes(file), IncludedFiles.NONE);

    assertThat(result.report().errors()).isEmpty();
    assertThat(result.definition()).isPresent();
    assertThat(result.hash()).hasValueSatisfying(hash -> assertThat(hash).hasSize(64));
    assertThat(result.sourceText()).isEqualTo(Files.readString(file));
  }

  @Test
  void aSinkWithADatabaseTakesEachSourceIntoATableOfItsName() throws IOException {
    assertThat(read("crm-replication").sinks().get("data_lake").loads())
        .containsExactly(
            new Load("crm_customers", "replica.customers", List.of("customer_id")),
            new Load("crm_orders", "replica.orders", List.of("customer_id")));
  }

  @Test
  void aTopicWithoutScheduleOrLimitIsReadWithoutEnd() throws IOException {
    KafkaSource source = (KafkaSource) read("realtime-clickstream").sources().get("clickstream");

    assertThat(source.read()).isEqualTo(KafkaRead.CONTINUOUS);
    assertThat(source.connection()).isEqualTo("KAFKA_CONNECTION");
  }

  @Test
  void theTaskGraphChecksTheOutputOfTheTaskBefore() throws IOException {
    PipelineDefinition definition = read("daily-revenue-tasks");
    TaskWork.Quality quality = (TaskWork.Quality) definition.tasks().get(2).work();

    assertThat(definition.metadata().name()).isEqualTo("daily_revenue_pipeline");
    assertThat(definition.orchestration().schedule())
        .hasValueSatisfying(schedule -> assertThat(schedule.cron()).isEqualTo("0 6 * * *"));
    assertThat(quality.checks())
        .extracting(check -> check.input())
        .containsOnly("aggregate_revenue");
    assertThat(quality.checks().getFirst().rule())
        .isEqualTo(new CheckRule.RowCount(Optional.of(1L), Optional.empty()));
  }

  private static PipelineDefinition read(String name) throws IOException {
    byte[] text = Files.readAllBytes(EXAMPLES.resolve(name + ".yaml"));
    return DefinitionReader.read(text, IncludedFiles.NONE).definition().orElseThrow();
  }
}
