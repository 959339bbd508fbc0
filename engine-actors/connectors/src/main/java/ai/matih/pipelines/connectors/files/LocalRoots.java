package ai.matih.pipelines.connectors.files;

import ai.matih.pipelines.connectors.ResolvedConnection;
import ai.matih.pipelines.connectors.StepFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * Which folders of this machine {@code local} connections may have as their root: set by whoever
 * runs the node, so that a connection cannot be pointed at its secrets or its databases.
 *
 * @param base what a relative {@code root} is relative to
 * @param allowed roots lie in one of these
 * @param closed and in none of these, unless one of {@code allowed} lies deeper
 */
public record LocalRoots(Path base, List<Path> allowed, List<Path> closed) {

  public LocalRoots {
    base = base.toAbsolutePath().normalize();
    allowed = List.copyOf(allowed);
    closed = List.copyOf(closed);
  }

  /** The root of a connection, with all links resolved; made if it is missing. */
  LocalRoot open(ResolvedConnection connection) {
    Path wanted = wanted(connection);
    try {
      if (!permitted(existingPart(wanted))) {
        throw refused(connection, wanted);
      }
      Files.createDirectories(wanted);
      return new LocalRoot(connection.name(), wanted.toRealPath());
    } catch (IOException e) {
      throw StepFailure.configuration(
          "ROOT_UNREADABLE",
          "the root of connection " + connection.name() + " cannot be opened: " + wanted,
          "make the folder readable and writable for the node, or correct root");
    }
  }

  private Path wanted(ResolvedConnection connection) {
    try {
      return base.resolve(connection.required("root")).normalize();
    } catch (InvalidPathException e) {
      throw StepFailure.configuration(
          "CONNECTION_INVALID",
          "connection " + connection.name() + " has a root that is no path",
          "correct root");
    }
  }

  /** {@code wanted} with the links of its existing ancestors resolved. */
  private static Path existingPart(Path wanted) throws IOException {
    Path existing = wanted;
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    return existing.toRealPath().resolve(existing.relativize(wanted));
  }

  private boolean permitted(Path real) throws IOException {
    int open = deepest(allowed, real);
    return open >= 0 && open >= deepest(closed, real);
  }

  /** Names in the longest of {@code folders} that contains {@code path}, -1 if none does. */
  private static int deepest(List<Path> folders, Path path) throws IOException {
    int deepest = -1;
    for (Path folder : folders) {
      Path real = existingPart(folder.toAbsolutePath().normalize());
      if (path.startsWith(real)) {
        deepest = Math.max(deepest, real.getNameCount());
      }
    }
    return deepest;
  }

  private StepFailure refused(ResolvedConnection connection, Path wanted) {
    return StepFailure.configuration(
        "ROOT_NOT_ALLOWED",
        "connection " + connection.name() + " may not have the root " + wanted,
        "choose a folder within " + allowed + ", or allow it in the node's settings");
  }
}
