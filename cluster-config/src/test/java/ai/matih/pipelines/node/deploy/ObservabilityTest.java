package ai.matih.pipelines.node.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.matih.pipelines.node.Node;
import ai.matih.pipelines.node.Settings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What alerts and dashboards ask for is what a node says. */
class ObservabilityTest {
  private static final Path FOLDER = Path.of("observability");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern METRIC = Pattern.compile("\\b(?:matih|jvm|process)_[a-z_]+\\b");

  @TempDir private Path home;

  @Test
  void everyMetricThatIsAskedForExists() throws Exception {
    Set<String> asked = new TreeSet<>();
    for (String expression : expressions()) {
      Matcher metrics = METRIC.matcher(expression);
      while (metrics.find()) {
        asked.add(metrics.group());
      }
    }
    assertThat(asked).hasSizeGreaterThan(10);

    assertThat(told()).containsAll(asked);
  }

  /** .ci/run fetches promtool; without it there is nobody to ask. */
  @Test
  void prometheusTakesTheRulesAndTheyFireWhenTheyShould() throws Exception {
    Optional<Path> promtool = promtool();
    assumeTrue(promtool.isPresent(), "no promtool: apt install prometheus, or run .ci/run");

    assertThat(run(promtool.get(), "check", "rules", "alerts.yaml")).contains("SUCCESS");
    assertThat(run(promtool.get(), "test", "rules", "alerts-test.yaml")).contains("SUCCESS");
  }

  private static Optional<Path> promtool() {
    return Stream.concat(
            Stream.of("../target/promtool/usr/bin"),
            Stream.of(System.getenv("PATH").split(File.pathSeparator)))
        .map(folder -> Path.of(folder).resolve("promtool").toAbsolutePath().normalize())
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String run(Path promtool, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(promtool.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(FOLDER.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  /** Names of families, and of the samples that are made of them. */
  private Set<String> told() throws Exception {
    Map<String, String> environment = Map.of("MATIH_HOME", home.toString(), "MATIH_HTTP_PORT", "0");
    try (Node node =
            Node.start(
                Settings.read(environment, Map.of()), environment, (part, detail, took) -> {});
        HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> metrics =
          http.send(
              HttpRequest.newBuilder(URI.create(node.url() + "/metrics")).build(),
              HttpResponse.BodyHandlers.ofString());
      Set<String> names = new TreeSet<>();
      Matcher types = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$").matcher(metrics.body());
      while (types.find()) {
        names.add(types.group(1));
        if (types.group(2).equals("histogram")) {
          List.of("_bucket", "_count", "_sum").forEach(end -> names.add(types.group(1) + end));
        }
      }
      return names;
    }
  }

  private static List<String> expressions() throws Exception {
    List<String> all = new ArrayList<>();
    JSON.readTree(Files.readString(FOLDER.resolve("dashboard.json")))
        .findValues("expr")
        .forEach(one -> all.add(one.asText()));
    JsonNode rules =
        JSON.valueToTree(
            new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(FOLDER.resolve("alerts.yaml"))));
    rules.findValues("expr").forEach(one -> all.add(one.asText()));
    return all;
  }
}
