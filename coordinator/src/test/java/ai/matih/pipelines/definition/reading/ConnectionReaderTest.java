package ai.matih.pipelines.definition.reading;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.connection.SecretReference;
import ai.matih.pipelines.definition.IncludedFiles;
import ai.matih.pipelines.definition.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionReaderTest {
  private static final String WAREHOUSE =
      """
      kind: connection
      name: warehouse
      type: postgresql
      description: the analysts' database
      host: db.example.org
      port: 5433
      database: analytics
      user: loader
      password: ${secret:WAREHOUSE_PASSWORD}
      """;

  @Test
  void optionsAreTextAndSecretsAreNames() {
    assertThat(read(WAREHOUSE).connection())
        .contains(
            new ConnectionDefinition(
                "warehouse",
                "postgresql",
                Optional.of("the analysts' database"),
                Map.of(
                    "host", "db.example.org",
                    "port", "5433",
                    "database", "analytics",
                    "user", "loader"),
                Map.of("password", new SecretReference("WAREHOUSE_PASSWORD"))));
  }

  @ParameterizedTest
  @CsvSource({
    "password: 'hunter2', secret_in_definition, 9",
    "password: 12345678, secret_in_definition, 9",
    "password: [hunter2], secret_in_definition, 9",
    "password: '${HUNTER2}', secret_in_definition, 9",
    "pasword: '${secret:X}', unknown_field, 9",
    "schema: '${secret:HUNTER2}', invalid_placeholder, 9",
    "schema: 'postgres://a:hunter2@b', secret_in_definition, 9",
    "ssl_mode: off, unknown_value, 9"
  })
  void whatIsWrongIsSaidWithItsLineAndWithoutTheSecret(String line, String code, int at) {
    String text = WAREHOUSE.replace("password: ${secret:WAREHOUSE_PASSWORD}", line);

    assertThat(read(text).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.code()).isEqualTo(code))
        .satisfies(problem -> assertThat(problem.line()).isEqualTo(at))
        .satisfies(
            problem ->
                assertThat(problem.message() + problem.remedy())
                    .doesNotContainIgnoringCase("hunter2")
                    .doesNotContain("12345678"));
  }

  @Test
  void aFieldOfAnotherTypeAndAMissingOneAreBothReported() {
    assertThat(read("kind: connection\nname: x\ntype: local\nhost: h\n").problems())
        .extracting(Problem::code)
        .containsExactly("missing_field", "unknown_field");
  }

  @Test
  void theKindOfAFileDecidesHowItIsRead() {
    assertThat(Document.read(bytes(WAREHOUSE), IncludedFiles.NONE))
        .isInstanceOf(ConnectionResult.class);
    assertThat(Document.read(bytes("name: p\n"), IncludedFiles.NONE))
        .isInstanceOf(ReadResult.class);
    assertThat(Document.read(bytes("kind: contract\n"), IncludedFiles.NONE).problems())
        .extracting(Problem::path)
        .contains("kind");
  }

  @Test
  void anIncludedFileStaysInTheFolder(@TempDir Path folder) throws IOException {
    Path project = Files.createDirectory(folder.resolve("project"));
    Files.writeString(project.resolve("a.sql"), "SELECT 1");
    Files.writeString(folder.resolve("b.sql"), "SELECT 2");
    Files.createSymbolicLink(project.resolve("c.sql"), folder.resolve("b.sql"));
    FolderFiles files = new FolderFiles(project);

    assertThat(files.text("a.sql")).contains("SELECT 1");
    assertThat(List.of("../b.sql", "c.sql", "d.sql", "/etc/passwd", "."))
        .allSatisfy(name -> assertThat(files.text(name)).isEmpty());
  }

  private static ConnectionResult read(String text) {
    return ConnectionReader.read(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
