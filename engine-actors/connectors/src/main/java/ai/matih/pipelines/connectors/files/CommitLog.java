package ai.matih.pipelines.connectors.files;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a dataset folder holds: {@code _matih/<version>.json}, one manifest an entry, numbered from
 * 1. Creating the manifest of the next number, if absent, <em>is</em> the commit: of two writers
 * one fails, reads again, and finds what the other did - a commit of the same key, or a claim with
 * a higher epoch. The dataset is the files of the last commit that replaces, and of all after it.
 */
final class CommitLog {
  private static final String FOLDER = "_matih";
  private static final JsonMapper JSON = new JsonMapper();

  private final Path dataset;

  private CommitLog(Path dataset) {
    this.dataset = dataset;
  }

  static boolean exists(Path dataset) {
    return Files.isDirectory(dataset.resolve(FOLDER));
  }

  static CommitLog at(Path dataset) {
    return new CommitLog(dataset);
  }

  /** All entries, in order. */
  List<LogEntry> entries() throws IOException {
    var entries = new ArrayList<LogEntry>();
    while (Files.exists(manifest(entries.size() + 1))) {
      byte[] text = Files.readAllBytes(manifest(entries.size() + 1));
      entries.add(JSON.readValue(text, LogEntry.class));
    }
    return List.copyOf(entries);
  }

  /** The files that make up the dataset now. */
  List<Path> visibleFiles() throws IOException {
    return visibleFiles(entries());
  }

  List<Path> visibleFiles(List<LogEntry> entries) {
    var files = new ArrayList<Path>();
    for (LogEntry entry : entries) {
      switch (entry) {
        case LogEntry.Claim ignored -> {}
        case LogEntry.Commit commit -> {
          if (commit.replaces()) {
            files.clear();
          }
          commit.files().forEach(name -> files.add(dataset.resolve(name)));
        }
      }
    }
    return List.copyOf(files);
  }

  /** The files that ever made up the dataset. */
  Set<Path> committedFiles(List<LogEntry> entries) {
    return entries.stream()
        .filter(LogEntry.Commit.class::isInstance)
        .flatMap(entry -> ((LogEntry.Commit) entry).files().stream())
        .map(dataset::resolve)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Writes the entry that follows {@code known} others; false if there is one already. */
  boolean append(int known, LogEntry entry) throws IOException {
    Path folder = Files.createDirectories(dataset.resolve(FOLDER));
    Path draft = Files.createTempFile(folder, ".draft", ".json");
    try {
      Files.write(draft, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(entry));
      sync(draft);
      Files.createLink(manifest(known + 1), draft);
      sync(folder);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private Path manifest(int version) {
    return dataset.resolve(FOLDER).resolve("%08d.json".formatted(version));
  }

  /** Makes a file's bytes, or a folder's entries, survive a power cut. */
  static void sync(Path path) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
