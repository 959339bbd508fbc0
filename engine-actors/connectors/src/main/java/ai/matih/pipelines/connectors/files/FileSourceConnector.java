package ai.matih.pipelines.connectors.files;

import ai.matih.pipelines.connectors.CancelToken;
import ai.matih.pipelines.connectors.Extract;
import ai.matih.pipelines.connectors.Extracted;
import ai.matih.pipelines.connectors.ResolvedConnection;
import ai.matih.pipelines.connectors.SourceConnector;
import ai.matih.pipelines.connectors.SourceEstimate;
import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.connectors.duckdb.DuckDbSession;
import ai.matih.pipelines.connectors.duckdb.Sql;
import ai.matih.pipelines.connectors.duckdb.WorkLimits;
import ai.matih.pipelines.definition.FileFormat;
import ai.matih.pipelines.definition.FileSource;
import ai.matih.pipelines.definition.Source;
import ai.matih.pipelines.engine.DatasetVersion;
import ai.matih.pipelines.engine.DatasetVersion.Column;
import ai.matih.pipelines.planning.Estimate.Basis;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** CSV, JSON and Parquet files of a {@code local} connection, in a DuckDB that sees only them. */
public final class FileSourceConnector implements SourceConnector {
  /** Up to this many bytes the rows are counted; beyond, one file is sampled. */
  private static final long COUNT_BELOW = 16L << 20;

  private static final long ESTIMATE_MEMORY = 256L << 20;

  private final LocalRoots roots;

  public FileSourceConnector(LocalRoots roots) {
    this.roots = roots;
  }

  @Override
  public boolean reads(Source source, String connectionType) {
    return source instanceof FileSource file
        && LocalConnectionType.NAME.equals(connectionType)
        && !file.archiveAfterRead()
        && switch (file.format()) {
          case CSV, JSON, PARQUET -> true;
          case AVRO, ORC -> false;
        };
  }

  @Override
  public SourceEstimate estimate(Source source, ResolvedConnection connection) {
    var wanted = (FileSource) source;
    var found = SourceFiles.find(roots.open(connection), wanted);
    Path temp = Path.of(System.getProperty("java.io.tmpdir"));
    try (var duckdb =
        DuckDbSession.open(new WorkLimits(ESTIMATE_MEMORY, 0, 1, temp), new CancelToken())) {
      duckdb.lock(found.files(), List.of());
      String table = FileReading.table(wanted, found.files(), found.bytes());
      return new SourceEstimate(
          rows(duckdb, wanted, found, table),
          OptionalLong.of(found.bytes()),
          duckdb.describe("SELECT * FROM " + table),
          Basis.FILE_STATISTICS);
    } catch (StepFailure failure) {
      throw located(failure, wanted, found);
    }
  }

  /** DuckDB names the line of a file that it reads, not of one whose form it cannot make out. */
  private static StepFailure located(StepFailure failure, FileSource source, SourceFiles found) {
    if (source.format() != FileFormat.CSV || !failure.getMessage().contains("sniffing")) {
      return failure;
    }
    return found.files().stream()
        .filter(file -> failure.getMessage().contains(file.toString()))
        .flatMap(file -> CsvFault.in(file, source).map(fault -> file + ", " + fault).stream())
        .findFirst()
        .map(
            place ->
                StepFailure.user(
                    failure.failure().code(), place, "correct the line, or csv_options"))
        .orElse(failure);
  }

  private static OptionalLong rows(
      DuckDbSession duckdb, FileSource source, SourceFiles found, String table) {
    if (source.format() == FileFormat.PARQUET || found.bytes() <= COUNT_BELOW) {
      return OptionalLong.of(duckdb.one("SELECT count(*) FROM " + table, row -> row.getLong(1)));
    }
    return LineSample.of(found.files().getFirst())
        .map(sample -> OptionalLong.of(sample.rowsIn(found.bytes())))
        .orElse(OptionalLong.empty());
  }

  @Override
  public Extracted extract(Extract work) {
    var source = (FileSource) work.source();
    var found = SourceFiles.find(roots.open(work.connection()), source);
    var reachable = new ArrayList<>(found.files());
    reachable.add(work.output());
    try (var duckdb = DuckDbSession.open(work.limits(), work.cancel())) {
      duckdb.lock(reachable, List.of());
      String table = FileReading.table(source, found.files(), found.bytes());
      List<Column> schema = duckdb.describe("SELECT * FROM " + table);
      var items = new StringBuilder("*");
      work.constants()
          .forEach((name, literal) -> items.append(", " + literal + " AS " + Sql.name(name)));
      String rowsSql = "SELECT " + items + " FROM " + table;
      String output = Sql.text(work.output().toString());
      long rows =
          duckdb.update(
              "COPY (" + rowsSql + ") TO " + output + " (FORMAT parquet, USE_TMP_FILE false)");
      work.progress().advanced(rows, found.bytes());
      return new Extracted(rows, found.bytes(), dataset(source, found, schema));
    } catch (StepFailure failure) {
      throw located(failure, source, found);
    }
  }

  private static DatasetVersion dataset(FileSource source, SourceFiles found, List<Column> schema) {
    Path named = found.files().size() == 1 ? found.files().getFirst() : found.folder();
    return new DatasetVersion(
        "file",
        named.toString(),
        Optional.of(named.toUri().toString()),
        source.format().wireName(),
        schema,
        Optional.empty());
  }
}
