package ai.matih.pipelines.node.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node in a process of its own, started as the command line starts it, and killed at will. */
final class NodeProcess {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration HANG = Duration.ofSeconds(240);

  private final Path home;
  private final Process process;
  private final String url;
  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private NodeProcess(Path home, Process process, String url, String token) {
    this.home = home;
    this.process = process;
    this.url = url;
    this.token = token;
  }

  /** Starts a node on {@code home} and waits until it accepts requests. */
  static NodeProcess start(Path home, Map<String, String> environment) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx768m",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "ai.matih.pipelines.node.Main",
            "--home",
            home.toString(),
            "--port",
            "0"));
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("MATIH_"));
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    Process process = builder.start();
    StringBuilder said = new StringBuilder();
    Thread hang =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Thread.sleep(HANG);
                    process.destroyForcibly();
                  } catch (InterruptedException e) {
                    // it came up in time
                  }
                });
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      said.append(line).append('\n');
      if (line.startsWith("ready ")) {
        hang.interrupt();
        Thread.ofVirtual().start(() -> drain(out));
        return new NodeProcess(
            home,
            process,
            line.substring("ready ".length()),
            Files.readString(home.resolve("security/token")).strip());
      }
    }
    throw new IOException("the node did not come up:\n" + said);
  }

  private static void drain(BufferedReader out) {
    try {
      while (out.readLine() != null) {
        // a full pipe would stop the node
      }
    } catch (IOException e) {
      // it was killed
    }
  }

  /** SIGKILL of the node's process alone; its PostgreSQL lives on. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM; returns the exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    return process.waitFor();
  }

  /** An answer: status and body. */
  record Answer(int status, JsonNode body) {}

  /** Empty if the node did not answer: it may or may not have done what was asked. */
  Optional<Answer> call(
      String method, String path, Optional<String> key, String type, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(40))
            .header("Authorization", "Bearer " + token)
            .header("X-Tenant-ID", "default")
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", type);
    }
    key.ifPresent(value -> request.header("X-Idempotency-Key", value));
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return Optional.of(
          new Answer(
              response.statusCode(),
              response.body().isEmpty() ? JSON.missingNode() : JSON.readTree(response.body())));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** A call that must be answered with a 2xx. */
  JsonNode must(String method, String path, String type, String body) {
    Answer answer = call(method, path, Optional.empty(), type, body).orElseThrow();
    if (answer.status() / 100 != 2) {
      throw new AssertionError(
          method + " " + path + " -> " + answer.status() + " " + answer.body());
    }
    return answer.body();
  }

  Path home() {
    return home;
  }

  /** Ends it cleanly unless it is gone. */
  void stop() throws InterruptedException {
    if (process.isAlive()) {
      terminate();
    }
  }
}
