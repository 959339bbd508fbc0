package ai.matih.pipelines.node.backup;

import ai.matih.pipelines.node.dev.PostgresEndpoint;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A server of the PostgreSQL that this machine has installed, 13 or newer, as others run it. */
final class InstalledPostgres implements AutoCloseable {
  private static final int OLDEST = 13;

  private final Path programs;
  private final Path data;
  private final int port;

  private InstalledPostgres(Path programs, Path data, int port) {
    this.programs = programs;
    this.data = data;
    this.port = port;
  }

  /** The programs of the newest that is installed. */
  static Optional<Path> programs() throws IOException {
    Path installed = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(installed)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(installed)) {
      return versions
          .filter(one -> one.getFileName().toString().matches("\\d+"))
          .filter(one -> number(one) >= OLDEST)
          .max(Comparator.comparingInt(InstalledPostgres::number))
          .map(one -> one.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")));
    }
  }

  private static int number(Path version) {
    return Integer.parseInt(version.getFileName().toString());
  }

  /** An empty one. */
  static InstalledPostgres start(Path programs) throws Exception {
    Path data = Files.createTempDirectory(Path.of("/tmp"), "matih-postgres-");
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    InstalledPostgres server = new InstalledPostgres(programs, data, port);
    if (server.root()) {
      run(Map.of(), "chown", "postgres", data.toString());
    }
    server.own("initdb", "-D", data.toString(), "-U", "matih", "-A", "trust", "-E", "UTF8");
    server.own(
        "pg_ctl",
        "-D",
        data.toString(),
        "-w",
        "-l",
        data.resolve("log").toString(),
        "-o",
        "-p " + port + " -k " + data + " -c listen_addresses=127.0.0.1 -c fsync=off",
        "start");
    server.client("createdb", "-O", "matih", "matih");
    return server;
  }

  PostgresEndpoint endpoint() {
    return new PostgresEndpoint("127.0.0.1", port, "matih", "matih", "unused");
  }

  /** Runs a client program against it. */
  void client(String program, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                programs.resolve(program).toString(),
                "-h",
                "127.0.0.1",
                "-p",
                "" + port,
                "-U",
                "matih"));
    command.addAll(List.of(arguments));
    run(Map.of(), command.toArray(String[]::new));
  }

  private boolean root() {
    return System.getProperty("user.name").equals("root");
  }

  /** As the user whose server it is, which is never root. */
  private void own(String program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    if (root()) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    run(Map.of(), command.toArray(String[]::new));
  }

  static void run(Map<String, String> environment, String... command) throws Exception {
    Path said = Files.createTempFile("said", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Path.of("/tmp").toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder.environment().putAll(environment);
    int code = builder.start().waitFor();
    String text = Files.readString(said, StandardCharsets.UTF_8);
    Files.delete(said);
    if (code != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + text);
    }
  }

  @Override
  public void close() {
    try {
      own("pg_ctl", "-D", data.toString(), "-m", "fast", "-w", "stop");
      run(Map.of(), "rm", "-rf", data.toString());
    } catch (Exception e) {
      throw new IllegalStateException("the server in " + data + " did not stop", e);
    }
  }
}
