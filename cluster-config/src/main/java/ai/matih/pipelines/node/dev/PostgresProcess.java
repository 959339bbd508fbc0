package ai.matih.pipelines.node.dev;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One data directory and the server process on it, driven through {@code initdb} and {@code
 * pg_ctl}. The server is a session of its own, so that a Ctrl-C for the node does not reach it
 * before the node has ended its work.
 */
record PostgresProcess(PostgresBinaries binaries, ServerUser user, Path data) {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LARGEST_LOG = 20L << 20;

  private static final String ACCESS =
      """
      # Written at every start. Loopback only, with a password only.
      host all all 127.0.0.1/32 scram-sha-256
      """;

  private static String settings(int port) {
    return """
        # Written at every start.
        listen_addresses = '127.0.0.1'
        port = %d
        unix_socket_directories = ''
        fsync = on
        synchronous_commit = on
        full_page_writes = on
        wal_level = logical
        max_prepared_transactions = 10
        password_encryption = 'scram-sha-256'
        max_connections = 60
        shared_buffers = 64MB
        work_mem = 4MB
        maintenance_work_mem = 32MB
        wal_buffers = 4MB
        min_wal_size = 128MB
        max_wal_size = 512MB
        checkpoint_timeout = 15min
        io_method = sync
        max_worker_processes = 4
        max_parallel_workers_per_gather = 0
        autovacuum_max_workers = 2
        jit = off
        timezone = 'UTC'
        log_timezone = 'UTC'
        log_min_messages = warning
        log_line_prefix = '%%m [%%p] '
        """
        .formatted(port);
  }

  boolean exists() {
    return Files.exists(data.resolve("PG_VERSION"));
  }

  /** Creates the data directory; one that a crash left half done is started over. */
  void create(String superuser, String password) throws IOException {
    var unfinished = data.resolveSibling("data-unfinished");
    var passwordFile = data.resolveSibling("initial-password");
    deleteTree(unfinished);
    Files.createDirectories(unfinished);
    Files.deleteIfExists(passwordFile);
    Files.createFile(
        passwordFile,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(passwordFile, password + "\n");
    user.own(unfinished);
    user.own(passwordFile);
    run(
        "initdb",
        List.of(
            "--pgdata=" + unfinished,
            "--username=" + superuser,
            "--pwfile=" + passwordFile,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8"));
    Files.delete(passwordFile);
    Files.move(unfinished, data);
  }

  /** Starts the server and returns once it accepts connections. */
  void start(int port) throws IOException {
    user.own(data);
    Files.writeString(data.resolve("postgresql.conf"), settings(port));
    Files.writeString(data.resolve("pg_hba.conf"), ACCESS);
    removeForeignPidFile();
    turnLogOver();
    var starter =
        launch(
            "pg_ctl",
            List.of("start", "-w", "-t", "60", "-s", "-D", data.toString(), "-l", log().toString()),
            data.resolve("start.log"));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isReady()) {
      if (!starter.isAlive() && starter.exitValue() != 0 || System.nanoTime() > deadline) {
        throw new DevServerException(
            "The embedded PostgreSQL in %s did not start: %s".formatted(data, lastWords()));
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  /** Stops the server on this directory, whoever started it; open transactions are rolled back. */
  void stop() throws IOException {
    for (var mode : List.of("fast", "immediate")) {
      var running = PostmasterFile.read(data).flatMap(file -> file.process(data));
      if (running.isEmpty()) {
        return;
      }
      var stopper =
          launch(
              "pg_ctl",
              List.of("stop", "-W", "-s", "-m", mode, "-D", data.toString()),
              data.resolve("stop.log"));
      waitFor(stopper, PATIENCE);
      if (hasEnded(running.get())) {
        return;
      }
    }
    throw new DevServerException("The embedded PostgreSQL in " + data + " does not stop");
  }

  /**
   * The server's last act is to remove its pid file. Its process may be seen for longer: in a
   * container whose first process reaps no orphans, for ever.
   */
  private boolean hasEnded(ProcessHandle server) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (isRunning(server) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while PostgreSQL stops");
      }
    }
    return !isRunning(server);
  }

  private boolean isRunning(ProcessHandle server) {
    return server.isAlive() && Files.exists(PostmasterFile.in(data));
  }

  private boolean isReady() throws IOException {
    return PostmasterFile.read(data)
        .filter(PostmasterFile::ready)
        .flatMap(file -> file.process(data))
        .isPresent();
  }

  /**
   * A server that was killed leaves its pid file, and PostgreSQL itself sees through it, unless the
   * number has been given to another program since.
   */
  private void removeForeignPidFile() throws IOException {
    var file = PostmasterFile.read(data);
    if (file.isPresent()
        && file.get().process(data).isEmpty()
        && ProcessHandle.of(file.get().pid()).isPresent()) {
      Files.delete(PostmasterFile.in(data));
    }
  }

  private void turnLogOver() throws IOException {
    if (Files.exists(log()) && Files.size(log()) > LARGEST_LOG) {
      Files.move(log(), log().resolveSibling("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private Path log() {
    return data.resolve("server.log");
  }

  private String lastWords() throws IOException {
    var text =
        Files.exists(log()) ? new String(Files.readAllBytes(log()), StandardCharsets.UTF_8) : "";
    return text.lines().skip(Math.max(0, text.lines().count() - 5)).toList() + ", see " + log();
  }

  private void run(String program, List<String> arguments) throws IOException {
    var output = data.resolveSibling(program + ".log");
    var process = launch(program, arguments, output);
    if (!waitFor(process, PATIENCE) || process.exitValue() != 0) {
      throw new DevServerException(
          program + " failed in " + data.getParent() + ": " + Files.readString(output).strip());
    }
  }

  private Process launch(String program, List<String> arguments, Path output) throws IOException {
    var builder =
        new ProcessBuilder(user.command(binaries.program(program), arguments))
            .directory(data.getParent().toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder.start();
  }

  private static boolean waitFor(Process process, Duration patience) throws IOException {
    try {
      return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void deleteTree(Path root) throws IOException {
    if (Files.exists(root)) {
      try (var paths = Files.walk(root)) {
        for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
