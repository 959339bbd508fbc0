package ai.matih.pipelines.connectors.files;

import ai.matih.pipelines.connectors.StepFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * The folder of one {@code local} connection. Every path that it gives lies in it after all links
 * are resolved; names are taken literally and never decoded.
 */
record LocalRoot(String connection, Path real) {
  private static final int MAX_DEPTH = 20;
  private static final int MAX_FILES = 100_000;

  /** The folder {@code bucket/prefix}, which need not exist. */
  Path folder(Optional<String> bucket, String prefix) {
    Path folder = real;
    for (String part : List.of(bucket.orElse(""), prefix)) {
      folder = folder.resolve(relative(part));
    }
    return within(folder.normalize());
  }

  /** Makes the folder where it is missing, and proves again that it lies within. */
  Path create(Path folder) throws IOException {
    Files.createDirectories(folder);
    return within(folder);
  }

  /**
   * Files of the folder and the folders in it, sorted. The pattern is matched with a file's name,
   * or, if it holds a slash, with its path below the folder. Names that begin with a dot or an
   * underscore are left out.
   */
  List<Path> files(Path folder, Optional<String> pattern) throws IOException {
    String glob = pattern.orElse("*");
    PathMatcher matcher = matcher(glob);
    boolean byPath = glob.contains("/");
    try (Stream<Path> walk = Files.walk(folder, MAX_DEPTH)) {
      return walk.filter(file -> isVisible(folder.relativize(file)))
          .filter(file -> matcher.matches(byPath ? folder.relativize(file) : file.getFileName()))
          .filter(Files::isRegularFile)
          .limit(MAX_FILES)
          .map(this::within)
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean isVisible(Path relative) {
    for (Path name : relative) {
      if (name.toString().startsWith(".") || name.toString().startsWith("_")) {
        return false;
      }
    }
    return true;
  }

  private static PathMatcher matcher(String glob) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + glob);
    } catch (PatternSyntaxException e) {
      throw StepFailure.user(
          "PATTERN_INVALID", "not a file pattern: " + glob, "write a glob such as *.csv.gz");
    }
  }

  private Path relative(String text) {
    try {
      Path path = Path.of(text);
      boolean climbs = Stream.of(text.split("[/\\\\]")).anyMatch(".."::equals);
      if (!path.isAbsolute() && !climbs) {
        return path;
      }
    } catch (InvalidPathException e) {
      // a NUL or the like: refused as any other path that does not fit
    }
    throw outside(text);
  }

  /** The path with all links of its existing part resolved, which must lie within the root. */
  private Path within(Path path) {
    try {
      Path existing = path;
      while (!Files.exists(existing)) {
        if (Files.isSymbolicLink(existing)) {
          throw outside(real.relativize(path).toString());
        }
        existing = existing.getParent();
      }
      Path resolved = existing.toRealPath();
      if (resolved.startsWith(real)) {
        return resolved.resolve(existing.relativize(path)).normalize();
      }
    } catch (IOException e) {
      throw StepFailure.infrastructure(
          "FILE_ACCESS", "cannot read " + path, "check the rights of the folder", e);
    }
    throw outside(real.relativize(path).toString());
  }

  private StepFailure outside(String path) {
    return StepFailure.user(
        "PATH_OUTSIDE_ROOT",
        "the path " + path + " leaves the root of connection " + connection,
        "name a folder below the root, without .. and without links that lead out");
  }
}
