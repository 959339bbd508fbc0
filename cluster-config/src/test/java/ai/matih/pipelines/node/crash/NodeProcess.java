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

  private final StringBuffer said;

  private NodeProcess(Path home, Process process, String url, String token, StringBuffer said) {
    this.home = home;
    this.process = process;
    this.url = url;
    this.token = token;
    this.said = said;
  }

  /** The class path of what is tested. */
  static String thisRelease() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** Starts a node on {@code home} and waits until it accepts requests. */
  static NodeProcess start(Path home, Map<String, String> environment) throws IOException {
    return start(
        home, home, environment, List.of("-Xmx768m"), thisRelease(), List.of("--port", "0"));
  }

  /**
   * Starts a node and waits until it accepts requests.
   *
   * @param folder its working directory
   * @param machine options of the JVM
   * @param release the class path of the node
   * @param arguments of the node beside its home
   */
  static NodeProcess start(
      Path home,
      Path folder,
      Map<String, String> environment,
      List<String> machine,
      String release,
      List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(machine);
    command.addAll(
        List.of("-cp", release, "ai.matih.pipelines.node.Main", "--home", home.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("MATIH_"));
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    Process process = builder.start();
    StringBuffer said = new StringBuffer();
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
        Thread.ofPlatform().daemon().start(() -> drain(out, said));
        return new NodeProcess(
            home,
            process,
            line.substring("ready ".length()),
            Files.readString(home.resolve("security/token")).strip(),
            said);
      }
    }
    throw new IOException("the node did not come up:\n" + said);
  }

  private static void drain(BufferedReader out, StringBuffer said) {
    try {
      // a full pipe would stop the node
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.append(line).append('\n');
      }
    } catch (IOException e) {
      // it was killed
    }
  }

  /** SIGKILL of the node's process alone; its PostgreSQL lives on. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGSTOP or SIGCONT. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Its exit code, once it has ended by itself. */
  int awaitEnd(Duration longest) throws InterruptedException {
    if (!process.waitFor(longest.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)) {
      throw new AssertionError("the node has not ended in " + longest + ":\n" + said);
    }
    return process.exitValue();
  }

  /** All that it wrote. */
  String said() {
    return said.toString();
  }

  String url() {
    return url;
  }

  String token() {
    return token;
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
