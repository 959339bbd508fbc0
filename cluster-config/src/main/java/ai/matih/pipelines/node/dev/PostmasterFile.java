package ai.matih.pipelines.node.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code postmaster.pid} says of a server that runs, or ran, on a data directory.
 *
 * @param pid process id of the server; it may belong to another program by now
 * @param port TCP port it listens on
 * @param ready whether it accepts connections
 */
record PostmasterFile(long pid, int port, boolean ready) {

  static Path in(Path data) {
    return data.resolve("postmaster.pid");
  }

  /** Empty when there is no such file or it is still being written. */
  static Optional<PostmasterFile> read(Path data) throws IOException {
    try {
      var lines = Files.readAllLines(in(data));
      if (lines.size() < 4 || lines.get(3).isBlank()) {
        return Optional.empty();
      }
      boolean ready = lines.size() >= 8 && lines.get(7).strip().equals("ready");
      return Optional.of(
          new PostmasterFile(
              Long.parseLong(lines.get(0).strip()), Integer.parseInt(lines.get(3).strip()), ready));
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The server's process if it is alive and really is a PostgreSQL on {@code data}. */
  Optional<ProcessHandle> process(Path data) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(handle -> isServerOn(handle, data));
  }

  private static boolean isServerOn(ProcessHandle handle, Path data) {
    boolean postgres =
        handle.info().command().map(command -> command.endsWith("/postgres")).orElse(true);
    var workingDirectory = Path.of("/proc", Long.toString(handle.pid()), "cwd");
    if (!postgres || !Files.exists(Path.of("/proc"))) {
      return postgres;
    }
    try {
      return Files.isSameFile(workingDirectory, data);
    } catch (IOException notOurs) {
      return false;
    }
  }
}
