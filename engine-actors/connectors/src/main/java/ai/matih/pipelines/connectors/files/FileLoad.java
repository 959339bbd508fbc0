package ai.matih.pipelines.connectors.files;

import ai.matih.pipelines.connectors.Load;
import ai.matih.pipelines.connectors.Loaded;
import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.connectors.duckdb.DuckDbSession;
import ai.matih.pipelines.connectors.duckdb.Sql;
import ai.matih.pipelines.definition.FileSink;
import ai.matih.pipelines.definition.WriteMode;
import ai.matih.pipelines.engine.DatasetVersion;
import ai.matih.pipelines.engine.DatasetVersion.Column;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One load into one folder, on one thread. It claims the key, writes the file under a hidden name,
 * renames it, and makes it part of the dataset by a commit. A file of this key without a commit is
 * nobody's once a later owner has claimed the key, and that owner removes it.
 */
final class FileLoad {
  private final Load work;
  private final FileSink sink;
  private final Path folder;
  private final Clock clock;
  private final CommitLog log;
  private final String key;
  private final String keyHash;
  private final boolean replaces;

  FileLoad(Load work, FileSink sink, Path folder, Clock clock) {
    this.work = work;
    this.sink = sink;
    this.folder = folder;
    this.clock = clock;
    this.log = CommitLog.at(folder);
    this.key = work.commitKey().value();
    this.keyHash =
        UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString().replace("-", "");
    this.replaces = work.sink().mode() == WriteMode.OVERWRITE;
  }

  Loaded run() throws IOException {
    Optional<Loaded> before = append(new LogEntry.Claim(key, work.epoch()));
    if (before.isPresent()) {
      return before.get();
    }
    removeLeftovers();
    String name =
        keyHash + "-e" + work.epoch() + "-" + UUID.randomUUID() + FileWriting.suffix(sink);
    Path hidden = folder.resolve("_writing-" + name);
    Path data = folder.resolve("part-" + name);
    boolean committed = false;
    try (var duckdb = DuckDbSession.open(work.limits(), work.cancel())) {
      String rowsSql = "SELECT * FROM read_parquet(" + Sql.paths(work.input()) + ")";
      List<Column> schema = duckdb.describe(rowsSql);
      long rows = write(duckdb, rowsSql, hidden);
      Files.move(hidden, data);
      long bytes = Files.size(data);
      work.progress().advanced(rows, bytes);
      Optional<Loaded> other = append(commit(rows, data.getFileName().toString()));
      committed = other.isEmpty();
      return other.orElseGet(() -> new Loaded(rows, bytes, false, dataset(schema)));
    } finally {
      Files.deleteIfExists(hidden);
      if (!committed) {
        Files.deleteIfExists(data);
      }
    }
  }

  private LogEntry.Commit commit(long rows, String file) {
    return new LogEntry.Commit(
        key,
        work.epoch(),
        work.inputFingerprint(),
        replaces,
        rows,
        List.of(file),
        clock.instant().toString());
  }

  private long write(DuckDbSession duckdb, String rowsSql, Path to) throws IOException {
    String options = FileWriting.options(sink);
    String target = Sql.text(to.toString());
    long rows = duckdb.update("COPY (" + rowsSql + ") TO " + target + " (" + options + ")");
    if (rows == 0 && replaces && !sink.allowEmpty()) {
      throw StepFailure.user(
          "EMPTY_OVERWRITE",
          "no rows came to replace the dataset " + folder,
          "set allow_empty: true on the sink if an empty dataset is meant");
    }
    CommitLog.sync(to);
    return rows;
  }

  /** Empty if the entry was written; else what an owner of the same key committed before it. */
  private Optional<Loaded> append(LogEntry entry) throws IOException {
    while (true) {
      List<LogEntry> known = log.entries();
      Optional<Loaded> standing = standing(known);
      if (standing.isPresent()) {
        return standing;
      }
      boolean overtaken =
          known.stream().anyMatch(e -> e.commitKey().equals(key) && e.epoch() > work.epoch());
      if (overtaken || entry instanceof LogEntry.Commit && !work.ownership().held()) {
        throw Load.stale(work.commitKey(), work.epoch());
      }
      work.cancel().check();
      if (log.append(known.size(), entry)) {
        if (entry instanceof LogEntry.Commit && replaces) {
          removeLeftovers();
        }
        return Optional.empty();
      }
    }
  }

  private Optional<Loaded> standing(List<LogEntry> entries) {
    return entries.stream()
        .filter(LogEntry.Commit.class::isInstance)
        .map(LogEntry.Commit.class::cast)
        .filter(commit -> commit.standsFor(key, replaces, work.inputFingerprint()))
        .findFirst()
        .map(commit -> new Loaded(commit.rows(), 0, true, dataset(List.of())));
  }

  /**
   * Removes what no new reader will ask for: files that a commit replaced, here or in a load that
   * died before it could remove them (a reader that has one open keeps it), and what owners with
   * lower epochs wrote and, now, cannot commit any more.
   */
  private void removeLeftovers() throws IOException {
    List<LogEntry> known = log.entries();
    Set<Path> visible = Set.copyOf(log.visibleFiles(known));
    Set<Path> committed = log.committedFiles(known);
    var ofThisLoad = Pattern.compile("(?:part|_writing)-" + keyHash + "-e(\\d{1,18})-.*");
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(file -> !visible.contains(file)).toList()) {
        var name = ofThisLoad.matcher(file.getFileName().toString());
        if (committed.contains(file)
            || name.matches() && Long.parseLong(name.group(1)) < work.epoch()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private DatasetVersion dataset(List<Column> schema) {
    return new DatasetVersion(
        "file",
        folder.toString(),
        Optional.of(folder.toUri().toString()),
        sink.format().wireName(),
        schema,
        Optional.of(work.inputFingerprint()));
  }
}
