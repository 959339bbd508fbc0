package ai.matih.pipelines.http.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.http.cli.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectFileTest {
  @TempDir private Path folder;

  @Test
  void theNearestFileAboveCounts() throws IOException {
    write(
        """
        owner: sales-git
        environments:
          dev: {}
          prod: {url: "https://m.example", tenant: acme, variables: {ZONE: eu, LIMIT: 7, ON: true}}
        """);
    Path below = Files.createDirectories(folder.resolve("a/b"));

    ProjectFile project = ProjectFile.find(below).orElseThrow();

    assertThat(project.owner()).contains("sales-git");
    ProjectFile.Environment prod = project.environment("prod");
    assertThat(prod.url()).contains("https://m.example");
    assertThat(prod.variables())
        .containsEntry("ZONE", "eu")
        .containsEntry("LIMIT", 7)
        .containsEntry("ON", true);
    assertThat(prod.tokenVariable()).isEqualTo("MATIH_TOKEN_PROD");
    assertThat(project.environment("dev").url()).isEmpty();
    assertThatThrownBy(() -> project.environment("test"))
        .isInstanceOfSatisfying(
            Stop.class, stop -> assertThat(stop.remedy()).contains("Known are dev, prod."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'enviroments: {}' | enviroments | environments",
        "'environments: {p: {ulr: x}}' | environments.p | url",
        "'environments: {p: {token: x}}' | environments.p.token | MATIH_TOKEN_P",
        "'environments: {p: {variables: {A: [1]}}}' | environments.p.variables.A | Give",
        "'environments: [' | cannot be read | Correct",
      })
  void whatIsWrongNamesItsPlaceAndARemedy(String text, String place, String remedy)
      throws IOException {
    write(text);

    assertThatThrownBy(() -> ProjectFile.find(folder))
        .isInstanceOfSatisfying(
            Stop.class,
            stop -> {
              assertThat(stop.getMessage()).contains("matih.yaml").contains(place);
              assertThat(stop.remedy().orElseThrow()).contains(remedy);
            });
  }

  private void write(String text) throws IOException {
    Files.writeString(folder.resolve("matih.yaml"), text);
  }
}
