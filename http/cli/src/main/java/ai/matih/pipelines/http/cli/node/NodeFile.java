package ai.matih.pipelines.http.cli.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a ready node writes to {@code <home>/node.json}. It stays behind when the node is killed, so
 * a reader also asks whether the process lives.
 */
public record NodeFile(long pid, URI url, String startedAt, String version) {
  private static final String NAME = "node.json";

  /** The node of {@code home} that lives; empty if there is none. */
  public static Optional<NodeFile> running(Path home) {
    return read(home).filter(node -> node.process().isPresent());
  }

  /** The node's process, if it lives and is still the one that wrote the file. */
  public Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.info().command().map(NodeFile::isJava).orElse(true));
  }

  private static boolean isJava(String command) {
    return Path.of(command).getFileName().toString().startsWith("java");
  }

  private static Optional<NodeFile> read(Path home) {
    try {
      JsonNode json = new ObjectMapper().readTree(Files.readString(home.resolve(NAME)));
      return json.path("pid").canConvertToLong() && json.path("url").isTextual()
          ? Optional.of(
              new NodeFile(
                  json.path("pid").asLong(),
                  URI.create(json.path("url").asText()),
                  json.path("startedAt").asText(""),
                  json.path("version").asText("")))
          : Optional.empty();
    } catch (JsonProcessingException | IllegalArgumentException halfWritten) {
      return Optional.empty();
    } catch (IOException absent) {
      return Optional.empty();
    }
  }
}
