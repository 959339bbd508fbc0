package ai.matih.pipelines.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.connectors.files.LocalRoots;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.reading.DefinitionReader;
import ai.matih.pipelines.definition.reading.FolderFiles;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.planning.SourceStatistics.NoConnector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documented definitions ask for more than a node alone can do; each gap has its remedy. */
class MissingConnectorTest {
  private static final TenantId TENANT = new TenantId("t");

  private final Connectors connectors =
      Connectors.standard(new LocalRoots(Path.of(""), List.of(), List.of()), Clock.systemUTC());
  private final ConnectorStatistics statistics =
      new ConnectorStatistics(
          connectors,
          new ConnectionResolver((t, r) -> Optional.empty(), Optional.empty(), Egress.ANYWHERE));

  static List<Path> documented() throws IOException {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("examples/documented"))) {
      folder = folder.getParent();
    }
    try (Stream<Path> files = Files.list(folder.resolve("examples/documented"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dead_letter: bad", "schema: fail", "schema: approve"})
  void whatNoConnectorDoesForASourceIsSaidAndNotPassedOver(String setting) {
    PipelineDefinition definition =
        DefinitionReader.read(
                """
                metadata: {name: a, version: "1"}
                sources:
                  rows: {type: file, connection: "${C}", prefix: in, format: csv, %s}
                sinks:
                  out: {type: file, connection: "${C}", prefix: out, format: csv, mode: append, input: rows}
                  bad: {type: file, connection: "${C}", prefix: bad, format: csv, mode: append, input: rows}
                """
                    .formatted(setting)
                    .getBytes(StandardCharsets.UTF_8),
                new FolderFiles(Path.of("")))
            .definition()
            .orElseThrow();
    var source = definition.sources().get("rows");

    assertThat(connectors.source(source, "local")).isEmpty();
    assertThat(connectors.missing(source, "local").message())
        .startsWith(setting.substring(0, setting.indexOf(':')));
  }

  @ParameterizedTest
  @MethodSource("documented")
  void everyGapHasAReasonAndARemedy(Path file) throws IOException {
    PipelineDefinition definition =
        DefinitionReader.read(Files.readAllBytes(file), new FolderFiles(file.getParent()))
            .definition()
            .orElseThrow();
    var elsewhere = connection("s3");
    definition
        .sources()
        .forEach(
            (name, source) ->
                assertThat(statistics.of(TENANT, source, elsewhere))
                    .isInstanceOfSatisfying(
                        NoConnector.class,
                        none -> {
                          assertThat(none.reason()).isNotBlank();
                          assertThat(none.remedy()).isNotBlank();
                        }));
    definition
        .sinks()
        .forEach(
            (name, sink) -> {
              var gap = statistics.gap(sink, Optional.of(elsewhere)).orElseThrow();
              assertThat(gap.reason()).contains("sinks");
              assertThat(gap.remedy()).isNotBlank();
            });
  }

  private static ConnectionRevision connection(String type) {
    return new ConnectionRevision(
        1, new ConnectionDefinition("X", type, Optional.empty(), Map.of(), Map.of()));
  }
}
