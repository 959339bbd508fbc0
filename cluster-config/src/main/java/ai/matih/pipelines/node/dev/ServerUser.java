package ai.matih.pipelines.node.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The user that PostgreSQL runs as. PostgreSQL refuses to run as root, so a node that is root runs
 * it in a user namespace of its own, or, where containers forbid these, as {@code nobody}.
 */
enum ServerUser {
  /** The node's own, ordinary user. */
  SAME(List.of()),
  /** Root outside, nobody in its own eyes: files stay root's, and any path can be reached. */
  NAMESPACE(List.of("unshare", "--user")),
  /** The user nobody (65534): owns the data directory, must be able to enter every parent. */
  NOBODY(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));

  private static final int NOBODY_ID = 65534;

  private final List<String> prefix;

  ServerUser(List<String> prefix) {
    this.prefix = prefix;
  }

  /** The way that works on this machine. */
  static ServerUser detect() throws IOException {
    var self = Path.of("/proc/self");
    boolean root = Files.exists(self) && (int) Files.getAttribute(self, "unix:uid") == 0;
    if (!root) {
      return SAME;
    }
    for (var candidate : List.of(NAMESPACE, NOBODY)) {
      if (candidate.works()) {
        return candidate;
      }
    }
    throw new DevServerException(
        "PostgreSQL does not run as root, and neither 'unshare --user' nor 'setpriv' works here;"
            + " install util-linux, start the node as an ordinary user, or set MATIH_POSTGRES_HOST");
  }

  List<String> command(Path program, List<String> arguments) {
    return Stream.of(prefix, List.of(program.toString()), arguments).flatMap(List::stream).toList();
  }

  /** Gives {@code directory} and all below it to this user, and checks that it can get there. */
  void own(Path directory) throws IOException {
    if (this == SAME) {
      return;
    }
    int owner = this == NOBODY ? NOBODY_ID : 0;
    if ((int) Files.getAttribute(directory, "unix:uid") != owner) {
      try (var paths = Files.walk(directory)) {
        for (var path : (Iterable<Path>) paths::iterator) {
          Files.setAttribute(path, "unix:uid", owner);
          Files.setAttribute(path, "unix:gid", owner);
        }
      }
    }
    if (this == NOBODY && run(command(Path.of("test"), List.of("-r", directory.toString()))) != 0) {
      throw new DevServerException(
          "PostgreSQL runs as the user nobody, who cannot enter "
              + directory
              + "; choose a MATIH_HOME outside /root, or start the node as an ordinary user");
    }
  }

  private boolean works() {
    try {
      return run(command(Path.of("true"), List.of())) == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  private static int run(List<String> command) throws IOException {
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
