package ai.matih.pipelines.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.connectors.Definitions;
import ai.matih.pipelines.connectors.ResolvedConnection;
import ai.matih.pipelines.connectors.Rows;
import ai.matih.pipelines.connectors.SourceConnector;
import ai.matih.pipelines.connectors.SourceContract;
import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.definition.CsvOptions;
import ai.matih.pipelines.definition.FileFormat;
import ai.matih.pipelines.definition.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileSourceConnectorTest extends SourceContract {

  @Override
  protected SourceConnector connector() {
    return new FileSourceConnector(new LocalRoots(temp, List.of(temp.resolve("root")), List.of()));
  }

  @Override
  protected ResolvedConnection connection() {
    return new ResolvedConnection("LAKE", "local", Map.of("root", "root"), Map.of());
  }

  @Override
  protected Source people(int rows) {
    folder("people");
    Rows.parquet(
        temp.resolve("root/people"),
        "people",
        "SELECT i AS id, CASE WHEN i % 10 > 0 THEN 'n' || i END AS name FROM range("
            + rows
            + ") t(i)");
    return Definitions.files("people", "*.parquet", FileFormat.PARQUET);
  }

  @Override
  protected Source missing() {
    return Definitions.files("nothing/here", "*", FileFormat.CSV);
  }

  @Test
  void readsGzippedTextByItsOptions() throws IOException {
    var options = new CsvOptions(";", true, "'", Optional.of("\\"), "latin-1", List.of("NA", "-"));
    gzip("a.csv.gz", "id;name;n\n1;'a;\\'b';2\n2;é;NA\n", StandardCharsets.ISO_8859_1);
    gzip("b.csv.gz", "id;n;name\n3;-;z\n", StandardCharsets.ISO_8859_1);
    assertThat(readAll(Definitions.files("", "*.csv.gz", FileFormat.CSV, options), "id, name, n"))
        .containsExactly("1|a;'b|2", "2|é|null", "3|z|null");
  }

  @Test
  void readsTextWithoutAHeader() throws IOException {
    write("x.csv", "1,a\n2,b\n");
    var options = new CsvOptions(",", false, "\"", Optional.empty(), "utf-8", List.of());
    assertThat(readAll(Definitions.files("", "*.csv", FileFormat.CSV, options), "*"))
        .containsExactly("1|a", "2|b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"id\": 1, \"o\": {\"k\": [1]}}, {\"id\": 2, \"name\": \"b\"}]",
        "{\"id\": 1, \"o\": {\"k\": [1]}}\n{\"id\": 2, \"name\": \"b\"}\n"
      })
  void readsJsonAsAnArrayOrByLine(String json) throws IOException {
    write("x.json", json);
    assertThat(readAll(Definitions.files("", "x.json", FileFormat.JSON), "id, name, o.k[1]"))
        .containsExactly("1|null|1", "2|b|null");
  }

  @Test
  void aPatternWithASlashIsMatchedBelowTheFolder() throws IOException {
    write("2026/a.csv", "id\n1\n");
    write("2025/a.csv", "id\n2\n");
    write("_hidden/a.csv", "id\n3\n");
    assertThat(readAll(Definitions.files("", "*/a.csv", FileFormat.CSV), "id"))
        .containsExactly("1", "2");
    assertThat(readAll(Definitions.files("2026", "*.csv", FileFormat.CSV), "id"))
        .containsExactly("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../secret",
        "a/../../secret",
        "/etc",
        "link",
        "link/deeper",
        "a\\..\\..",
        "x\0y"
      })
  void aPathThatLeavesTheRootIsRefused(String prefix) throws IOException {
    Files.createDirectories(temp.resolve("secret"));
    Files.writeString(temp.resolve("secret/x.csv"), "id\n1\n");
    folder("a");
    Files.createSymbolicLink(temp.resolve("root/link"), temp.resolve("secret"));
    assertThatThrownBy(() -> readAll(Definitions.files(prefix, "*", FileFormat.CSV), "*"))
        .isInstanceOfSatisfying(
            StepFailure.class, e -> assertThat(e.failure().code()).isEqualTo("PATH_OUTSIDE_ROOT"));
  }

  @Test
  void anEncodedPathIsAPlainName() {
    Source source = Definitions.files("%2e%2e/secret", "*", FileFormat.CSV);
    assertThatThrownBy(() -> readAll(source, "*"))
        .isInstanceOfSatisfying(
            StepFailure.class, e -> assertThat(e.failure().code()).isEqualTo("NO_FILES"));
  }

  @Test
  void aFileThatIsALinkOutOfTheRootIsRefused() throws IOException {
    Files.writeString(temp.resolve("outside.csv"), "id\n1\n");
    folder("a");
    Files.createSymbolicLink(temp.resolve("root/a/x.csv"), temp.resolve("outside.csv"));
    assertThatThrownBy(() -> readAll(Definitions.files("a", "*", FileFormat.CSV), "*"))
        .isInstanceOfSatisfying(
            StepFailure.class, e -> assertThat(e.failure().code()).isEqualTo("PATH_OUTSIDE_ROOT"));
  }

  @ParameterizedTest
  @CsvSource({"/etc", "..", "home/secrets", "link"})
  void aRootOutsideTheAllowedFoldersIsRefused(String root) throws IOException {
    Files.createDirectories(temp.resolve("allowed/home/secrets"));
    Files.createSymbolicLink(temp.resolve("allowed/link"), Path.of("/etc"));
    var roots =
        new LocalRoots(
            temp.resolve("allowed"),
            List.of(temp.resolve("allowed"), temp.resolve("allowed/home/data")),
            List.of(temp.resolve("allowed/home")));
    var type = new LocalConnectionType(roots);
    assertThat(type.test(local(root)).good()).isFalse();
    assertThat(type.test(local("home/data")).message()).contains("readable and writable");
    assertThat(type.test(local("data")).good()).isTrue();
  }

  private static ResolvedConnection local(String root) {
    return new ResolvedConnection("C", "local", Map.of("root", root), Map.of());
  }

  private List<String> readAll(Source source, String columns) {
    Path output = temp.resolve("out.parquet");
    extract(source, output, Map.of());
    return Rows.read(output, "SELECT " + columns + " FROM {} ORDER BY 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id,n\\n1,2\\n2,3,4\\n | line 3 has 3 fields, the first line has 2",
        "id,n\\n1,\"a\\n\"\"b\"\\n\\n2\\n | line 5 has 1 fields, the first line has 2",
        "id,n\\n1,\"a\\n2,b\\n | the quote that begins in line 2 does not end"
      })
  void aFileWhoseFormCannotBeMadeOutIsNamedWithTheLine(String text, String fault)
      throws IOException {
    write("x.csv", text.replace("\\n", "\n"));
    assertUnreadable("x.csv, " + fault);
  }

  @Test
  void aLineThatBreaksLateIsNamed() throws IOException {
    String good = "1,a\n".repeat(40_000);
    write("x.csv", "id,n\n" + good + "2,3,4\n");
    assertUnreadable("x.csv, line 40002: Expected Number of Columns: 2 Found: 3");
  }

  private void assertUnreadable(String words) {
    assertThatThrownBy(() -> readAll(Definitions.files("", "x.csv", FileFormat.CSV), "*"))
        .isInstanceOfSatisfying(
            StepFailure.class,
            e -> {
              assertThat(e.failure().failureClass().name()).isEqualTo("USER");
              assertThat(e.failure().code()).isEqualTo("CSV_UNREADABLE");
              assertThat(e.failure().message()).endsWith(words);
            });
  }

  private void folder(String name) {
    try {
      Files.createDirectories(temp.resolve("root").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String name, String text) throws IOException {
    Path file = temp.resolve("root").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void gzip(String name, String text, Charset charset) throws IOException {
    folder("");
    try (var out =
        new GZIPOutputStream(Files.newOutputStream(temp.resolve("root").resolve(name)))) {
      out.write(text.getBytes(charset));
    }
  }
}
