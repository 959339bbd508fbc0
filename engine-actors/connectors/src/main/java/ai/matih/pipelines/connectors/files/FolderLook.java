package ai.matih.pipelines.connectors.files;

import ai.matih.pipelines.connectors.ResolvedConnection;
import ai.matih.pipelines.definition.FileRuns;
import ai.matih.pipelines.definition.Trigger;
import ai.matih.pipelines.pipeline.PipelineCommand.Looked;
import ai.matih.pipelines.pipeline.PipelineEffect.LookFor;
import ai.matih.pipelines.trigger.Evidence.Files;
import ai.matih.pipelines.trigger.Evidence.SeenFile;
import ai.matih.pipelines.trigger.Firing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One look at a folder of a {@code local} connection: for a trigger what is new or has changed
 * since the last one, for a sensor whether anything is there. Blocking; thread-safe.
 */
public final class FolderLook {
  /** Files that a trigger can remember. */
  static final int MOST_FILES = 10_000;

  /** New files of one look; the next look finds the others. */
  static final int MOST_NEW = 100;

  private final LocalRoots roots;
  private final Clock clock;

  public FolderLook(LocalRoots roots, Clock clock) {
    this.roots = roots;
    this.clock = clock;
  }

  /**
   * Whether a file that matches has been unchanged for {@code settle}; says which. That the folder
   * is not there is a problem to show: it may come with its first file, or its name may be wrong.
   */
  public Optional<String> sees(
      ResolvedConnection connection, String prefix, Optional<String> pattern, Duration settle)
      throws IOException {
    LocalRoot root = roots.open(connection);
    Path folder = root.folder(Optional.empty(), prefix);
    if (!java.nio.file.Files.isDirectory(folder)) {
      throw new IOException(missing(folder));
    }
    Instant settled = clock.instant().minus(settle);
    for (Path path : root.files(folder, pattern)) {
      Optional<SeenFile> file = seen(path, folder.relativize(path).toString());
      if (file.filter(one -> !one.modified().isAfter(settled)).isPresent()) {
        return Optional.of("file " + path);
      }
    }
    return Optional.empty();
  }

  /** What is new, what is gone, and what the next look has to know. */
  public Looked look(LookFor asked, Trigger.File trigger, ResolvedConnection connection)
      throws IOException {
    LocalRoot root = roots.open(connection);
    Path folder = root.folder(Optional.empty(), trigger.prefix().orElse(""));
    if (!java.nio.file.Files.isDirectory(folder)) {
      return looked(asked, Map.of(), List.of(), List.of(), Optional.of(missing(folder)));
    }
    List<Path> paths = root.files(folder, trigger.pattern());
    if (paths.size() > MOST_FILES) {
      return looked(
          asked,
          Map.of(),
          List.of(),
          List.of(),
          Optional.of(
              paths.size()
                  + " files match, more than the "
                  + MOST_FILES
                  + " that are remembered; move those away that are done, or narrow the pattern"));
    }
    Set<String> there = new HashSet<>();
    List<SeenFile> fresh = new ArrayList<>();
    Instant settled = clock.instant().minus(trigger.settle());
    for (Path path : paths) {
      String name = folder.relativize(path).toString();
      there.add(name);
      seen(path, name)
          .filter(file -> !file.modified().isAfter(settled))
          .filter(file -> !file.stamp().equals(asked.sight().files().get(name)))
          .ifPresent(fresh::add);
    }
    List<String> gone =
        asked.sight().files().keySet().stream().filter(name -> !there.contains(name)).toList();
    boolean first = asked.sight().position().isEmpty();
    if (first && !trigger.existing()) {
      return looked(asked, stamps(fresh), gone, List.of(), Optional.empty());
    }
    List<SeenFile> taken =
        fresh.stream()
            .sorted(Comparator.comparing(SeenFile::modified).thenComparing(SeenFile::path))
            .limit(MOST_NEW)
            .toList();
    return looked(asked, stamps(taken), gone, found(asked, trigger, taken), Optional.empty());
  }

  private static String missing(Path folder) {
    return "there is no folder " + folder + "; make it, or correct the prefix if it is another";
  }

  /** A file may go while it is looked at. */
  private static Optional<SeenFile> seen(Path path, String name) throws IOException {
    try {
      return Optional.of(
          new SeenFile(
              name,
              java.nio.file.Files.size(path),
              java.nio.file.Files.getLastModifiedTime(path)
                  .toInstant()
                  .truncatedTo(ChronoUnit.MILLIS)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Map<String, String> stamps(List<SeenFile> files) {
    Map<String, String> stamps = new LinkedHashMap<>();
    files.forEach(file -> stamps.put(file.path(), file.stamp()));
    return stamps;
  }

  private List<Firing> found(LookFor asked, Trigger.File trigger, List<SeenFile> files) {
    if (files.isEmpty()) {
      return List.of();
    }
    return trigger.per() == FileRuns.BATCH
        ? List.of(firing(asked, trigger, files))
        : files.stream().map(file -> firing(asked, trigger, List.of(file))).toList();
  }

  private Firing firing(LookFor asked, Trigger.File trigger, List<SeenFile> files) {
    Map<String, Object> values = new LinkedHashMap<>();
    SeenFile first = files.getFirst();
    trigger
        .parameters()
        .forEach(
            (name, what) ->
                values.put(
                    name,
                    switch (what) {
                      case "path" -> first.path();
                      case "name" -> Path.of(first.path()).getFileName().toString();
                      case "size" -> first.size();
                      case "modified" -> first.modified().toString();
                      default -> files.size();
                    }));
    return new Firing(asked.trigger(), key(files), clock.instant(), values, new Files(files), 1);
  }

  /** The name of a file with its size and time; of several a digest of all. */
  private static String key(List<SeenFile> files) {
    List<String> all = files.stream().map(file -> file.path() + "@" + file.stamp()).toList();
    return all.size() == 1
        ? all.getFirst()
        : "batch/"
            + UUID.nameUUIDFromBytes(String.join("\n", all).getBytes(StandardCharsets.UTF_8));
  }

  private static Looked looked(
      LookFor asked,
      Map<String, String> seen,
      List<String> gone,
      List<Firing> found,
      Optional<String> problem) {
    return new Looked(
        asked.trigger(),
        asked.polled().identity(),
        asked.sight().round(),
        problem.isPresent() || asked.sight().position().isPresent()
            ? Optional.empty()
            : Optional.of("looked"),
        seen,
        gone,
        found,
        problem);
  }
}
