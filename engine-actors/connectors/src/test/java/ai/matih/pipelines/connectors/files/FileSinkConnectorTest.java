package ai.matih.pipelines.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.connectors.CancelToken;
import ai.matih.pipelines.connectors.Definitions;
import ai.matih.pipelines.connectors.Extract;
import ai.matih.pipelines.connectors.Progress;
import ai.matih.pipelines.connectors.ResolvedConnection;
import ai.matih.pipelines.connectors.Rows;
import ai.matih.pipelines.connectors.SinkConnector;
import ai.matih.pipelines.connectors.SinkContract;
import ai.matih.pipelines.definition.Compression;
import ai.matih.pipelines.definition.FileFormat;
import ai.matih.pipelines.definition.Sink;
import ai.matih.pipelines.definition.WriteMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSinkConnectorTest extends SinkContract {

  @Override
  protected SinkConnector connector() {
    return new FileSinkConnector(roots(), Clock.systemUTC());
  }

  private LocalRoots roots() {
    return new LocalRoots(temp, List.of(temp), List.of());
  }

  @Override
  protected ResolvedConnection connection() {
    return new ResolvedConnection("LAKE", "local", Map.of("root", "lake"), Map.of());
  }

  @Override
  protected Sink sink(WriteMode mode, boolean allowEmpty) {
    return Definitions.fileSink(target(), mode, FileFormat.PARQUET, Optional.empty(), allowEmpty);
  }

  @Override
  protected String target() {
    return "daily/rows";
  }

  @Override
  protected List<Integer> visible() {
    return readBack(FileFormat.PARQUET, "SELECT id FROM {} ORDER BY id").stream()
        .map(Integer::valueOf)
        .toList();
  }

  private List<String> readBack(FileFormat format, String query) {
    Path copy = temp.resolve(UUID.randomUUID() + ".parquet");
    new FileSourceConnector(roots())
        .extract(
            new Extract(
                Definitions.files(target(), "*", format),
                connection(),
                copy,
                Map.of(),
                Rows.limits(temp),
                Progress.NONE,
                new CancelToken()));
    return Rows.read(copy, query);
  }

  @ParameterizedTest
  @CsvSource({
    "CSV, NONE, .csv",
    "CSV, GZIP, .csv.gz",
    "JSON, GZIP, .json.gz",
    "PARQUET, ZSTD, .parquet"
  })
  void writesEachFormatAsItsReadersKnowIt(FileFormat format, Compression as, String suffix)
      throws IOException {
    var sink = Definitions.fileSink(target(), WriteMode.APPEND, format, Optional.of(as), false);
    String query = "SELECT 1 AS id, 'a,\"b\"' AS name UNION ALL SELECT 2, NULL ORDER BY 1";
    connector().load(work("k", sink, query, 1, () -> true));
    assertThat(readBack(format, "SELECT id, name FROM {} ORDER BY id"))
        .containsExactly("1|a,\"b\"", "2|null");
    try (var files = Files.list(temp.resolve("lake").resolve(target()))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .anyMatch(name -> name.startsWith("part-") && name.endsWith(suffix));
    }
  }

  @Test
  void afterAnOverwriteTheFolderHoldsItsFilesAlone() throws IOException {
    load("k1", WriteMode.APPEND, "SELECT 1 AS id", 1);
    load("k2", WriteMode.APPEND, "SELECT 2 AS id", 1);
    load("k3", WriteMode.OVERWRITE, "SELECT 3 AS id", 1);
    assertThat(dataFiles()).hasSize(1);
    assertThat(visible()).containsExactly(3);
  }

  @Test
  void whatADeadOwnerLeftIsNeverReadAndIsRemovedByTheNext() throws IOException {
    load("k", WriteMode.APPEND, "SELECT 1 AS id", 1);
    Path written = dataFiles().getFirst();
    Path manifests = temp.resolve("lake").resolve(target()).resolve("_matih");
    Files.delete(manifests.resolve("00000002.json"));
    load("other", WriteMode.APPEND, "SELECT 2 AS id", 1);
    assertThat(visible()).containsExactly(2);
    load("k", WriteMode.APPEND, "SELECT 1 AS id", 2);
    assertThat(visible()).containsExactly(1, 2);
    assertThat(written).doesNotExist();
    assertThat(dataFiles()).hasSize(2);
  }

  @Test
  void whatAnOverwriteReplacedAndDidNotLiveToRemoveIsRemovedByTheNextLoad() throws IOException {
    load("k1", WriteMode.APPEND, "SELECT 1 AS id", 1);
    Path replaced = dataFiles().getFirst();
    load("k2", WriteMode.OVERWRITE, "SELECT 2 AS id", 1);
    Files.writeString(replaced, "still here: its remover was killed");

    load("k3", WriteMode.APPEND, "SELECT 3 AS id", 1);

    assertThat(replaced).doesNotExist();
    assertThat(visible()).containsExactly(2, 3);
    assertThat(dataFiles()).hasSize(2);
  }

  @Test
  void aFileThatAnotherLoadIsWritingIsLeftAlone() throws IOException {
    load("k1", WriteMode.APPEND, "SELECT 1 AS id", 1);
    Path folder = temp.resolve("lake").resolve(target());
    Path written = Files.writeString(folder.resolve("part-of-another-e1-x.parquet"), "x");

    load("k2", WriteMode.OVERWRITE, "SELECT 2 AS id", 1);

    assertThat(written).exists();
  }

  private List<Path> dataFiles() throws IOException {
    try (var files = Files.list(temp.resolve("lake").resolve(target()))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
