package ai.matih.pipelines.http.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.http.cli.node.LocalFolders;
import ai.matih.pipelines.templates.Starter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfflineCommandsTest {
  @TempDir private Path folder;

  @Test
  void theStarterIsValidAsItIsWritten() throws IOException {
    for (Map.Entry<String, String> file : Starter.files("my-pipeline", folder).entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }

    Typed typed = Typed.command("validate", folder.toString());

    assertThat(typed.err()).isEmpty();
    assertThat(typed.code()).isZero();
    assertThat(typed.lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith(" ok "))
        .anyMatch(line -> line.contains("connection MY_PIPELINE_FILES"));
  }

  @Test
  void everyProblemIsReportedWithItsPlaceAndNoNodeIsNeeded() throws IOException {
    Path file = folder.resolve("broken.yaml");
    Files.writeString(file, "metadata:\n  name: broken\n  vresion: 1\nsinks: 5\n");

    Typed typed = Typed.command("validate", file.toString());

    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.out())
        .contains(file + ":3:3  unknown_field")
        .contains(file + ":4:")
        .contains(" !! " + file);
  }

  @Test
  void whatCannotBeLookedUpWithoutANodeIsAWarning() throws IOException {
    Path file = folder.resolve("sales.yaml");
    Files.writeString(file, Answers.definition() + "orchestration: {engine: flink}\n");

    Typed typed = Typed.command("validate", file.toString());

    assertThat(typed.code()).isZero();
    assertThat(typed.lines())
        .contains(
            file + ":3:31  warning not_looked_up  the connection SALES_DB was not looked up",
            file + ":8:25  warning not_looked_up  the engine flink was not looked up");
  }

  @Test
  void problemsCanBeReadByAProgram() throws IOException {
    Path file = folder.resolve("broken.yaml");
    Files.writeString(file, "metadata: {name: broken, vresion: 1}\n");

    Typed typed = Typed.command("validate", file.toString(), "-o", "json");

    var first = new ObjectMapper().readTree(typed.out()).path(0);
    assertThat(first.path("valid").asBoolean(true)).isFalse();
    assertThat(first.path("problems").findValuesAsText("code")).contains("unknown_field");
  }

  @Test
  void aPastedSecretIsRefusedAndNotRepeated() throws IOException {
    Path file = folder.resolve("db.yaml");
    Files.writeString(
        file,
        "kind: connection\nname: DB\ntype: postgresql\nhost: h\ndatabase: d\nuser: u\n"
            + "password: hunter2\n");

    Typed typed = Typed.command("validate", file.toString());

    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.out() + typed.err()).doesNotContain("hunter2");
  }

  @Test
  void aFileThatIsNotThereIsBadInput() {
    Typed typed = Typed.command("validate", folder.resolve("none.yaml").toString());

    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err()).contains("There is no file");
  }

  @Test
  void theSchemaIsTheOneThatDefinitionsAreHeldTo() throws IOException {
    assertThat(new ObjectMapper().readTree(Typed.command("schema").out()).path("$schema").asText())
        .contains("2020-12");
  }

  @Test
  void relativeFoldersOfAConnectionAreThisMachines() {
    LocalFolders folders = new LocalFolders(Path.of("/data/home"), Path.of("/project"));

    assertThat(root(folders, "examples/in")).isEqualTo("/project/examples/in");
    assertThat(root(folders, ".matih/data")).isEqualTo("/data/home/data");
    assertThat(root(folders, "/srv/files")).isEqualTo("/srv/files");
  }

  private static String root(LocalFolders folders, String root) {
    return folders
        .placed(
            new ConnectionDefinition(
                "FILES", "local", Optional.empty(), Map.of("root", root), Map.of()))
        .options()
        .get("root");
  }
}
