package ai.matih.pipelines.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;

/**
 * {@code <home>/node.json}: how the command line finds a running local node, and a Kafka client its
 * broker. Written when the node accepts requests, removed when it ends; one left behind by a kill
 * names a pid that is gone.
 */
final class NodeFile implements AutoCloseable {
  private final Path file;

  private NodeFile(Path file) {
    this.file = file;
  }

  static NodeFile write(Path home, String url, String kafka, String version, Instant startedAt)
      throws IOException {
    Path file = home.resolve("node.json");
    Path fresh = home.resolve("node.json.new");
    Files.writeString(
        fresh,
        new ObjectMapper()
            .writeValueAsString(
                Map.of(
                    "pid",
                    ProcessHandle.current().pid(),
                    "url",
                    url,
                    "kafka",
                    kafka,
                    "version",
                    version,
                    "startedAt",
                    startedAt.toString())));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return new NodeFile(file);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
