package ai.matih.pipelines.node.backup;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.http.client.Endpoint;
import ai.matih.pipelines.http.client.MatihClient;
import ai.matih.pipelines.http.client.Pipelines.ExecuteRequest;
import ai.matih.pipelines.node.Node;
import ai.matih.pipelines.node.Settings;
import ai.matih.pipelines.node.dev.PostgresEndpoint;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/operations.md says of backups, done. */
class BackupTest {
  private static final String PIPELINE =
      """
      metadata: {name: kept, version: 1.0.0}
      tasks:
        - {id: one, type: log, message: "zone ${ZONE}"}
      """;

  @TempDir private Path folder;

  @Test
  void theDataDirectoryOfAStoppedNodeCanBePutBackElsewhere() throws Exception {
    Path home = Files.createDirectories(folder.resolve("home"));
    String run;
    try (Node node = node(home, Map.of())) {
      run = used(node, home);
    }
    Path archive = folder.resolve("backup.tar.gz");
    command("tar", "-C", home.toString(), "-czpf", archive.toString(), ".");
    command("rm", "-rf", home.toString());

    Path restored = Files.createDirectories(folder.resolve("restored"));
    command("tar", "-C", restored.toString(), "-xzpf", archive.toString());

    try (Node node = node(restored, Map.of())) {
      allIsThereAndRuns(node, restored, run);
    }
  }

  @Test
  void aDumpOfTheDatabaseAndAnEmptyKafkaSuffice() throws Exception {
    Optional<Path> programs = InstalledPostgres.programs();
    Assumptions.assumeTrue(programs.isPresent(), "no PostgreSQL is installed here");
    Path home = Files.createDirectories(folder.resolve("home"));
    Path dump = folder.resolve("matih.dump");
    String run;
    try (InstalledPostgres first = InstalledPostgres.start(programs.get());
        Node node = node(home, at(first.endpoint()))) {
      run = used(node, home);
      first.client("pg_dump", "-d", "matih", "-Fc", "-f", dump.toString());
    }
    command("rm", "-rf", home.resolve("kafka").toString());
    try (InstalledPostgres second = InstalledPostgres.start(programs.get())) {
      second.client("pg_restore", "-d", "matih", "--no-owner", "--exit-on-error", dump.toString());
      try (Node node = node(home, at(second.endpoint()))) {
        allIsThereAndRuns(node, home, run);
      }
    }
  }

  private static String used(Node node, Path home) throws Exception {
    try (MatihClient client = client(node, home)) {
      client.variables().put("ZONE", "eu");
      client.connections().put("DATA", Map.of("type", "local", "options", Map.of("root", "/data")));
      return run(client, client.pipelines().create(PIPELINE, false).value().pipelineId());
    }
  }

  private static void allIsThereAndRuns(Node node, Path home, String run) throws Exception {
    try (MatihClient client = client(node, home)) {
      assertThat(client.connections().get("DATA").value().options()).containsEntry("root", "/data");
      assertThat(client.executions().get(run).value().status()).isEqualTo("SUCCEEDED");
      assertThat(client.executions().journal(run, 0).value().data()).isNotEmpty();
      String pipeline = client.pipelines().named("kept").orElseThrow().value().pipelineId();
      assertThat(run(client, pipeline)).isNotEqualTo(run);
    }
  }

  /** Until it has succeeded. */
  private static String run(MatihClient client, String pipeline) {
    String id =
        client
            .pipelines()
            .execute(
                pipeline, new ExecuteRequest(Map.of(), Optional.empty(), Optional.empty(), false))
            .value()
            .executionId();
    long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    String status = "";
    while (!status.equals("SUCCEEDED")) {
      assertThat(System.nanoTime()).as("the run is still " + status).isLessThan(until);
      LockSupport.parkNanos(20_000_000);
      status = client.executions().get(id).value().status();
    }
    return id;
  }

  private static MatihClient client(Node node, Path home) throws Exception {
    return new MatihClient(
        new Endpoint(
            URI.create(node.url()),
            Optional.of(Files.readString(home.resolve("security/token")).strip()),
            Optional.empty()));
  }

  private static Map<String, String> at(PostgresEndpoint journal) {
    return Map.of(
        "MATIH_POSTGRES_HOST", journal.host(),
        "MATIH_POSTGRES_PORT", "" + journal.port(),
        "MATIH_POSTGRES_DATABASE", journal.database(),
        "MATIH_POSTGRES_USER", journal.user(),
        "MATIH_POSTGRES_PASSWORD", journal.password());
  }

  private static Node node(Path home, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("MATIH_HOME", home.toString());
    environment.put("MATIH_HTTP_PORT", "0");
    return Node.start(
        Settings.read(environment, Map.of()), environment, (part, detail, took) -> {});
  }

  private static void command(String... words) throws Exception {
    InstalledPostgres.run(Map.of(), words);
  }
}
