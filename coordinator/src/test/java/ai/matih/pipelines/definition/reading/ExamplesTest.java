package ai.matih.pipelines.definition.reading;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.definition.IncludedFiles;
import ai.matih.pipelines.definition.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the project shows its readers is valid: every example file, and the text of the guide. */
class ExamplesTest {
  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("../examples"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleIsValid(Path file) throws IOException {
    Document document = Document.read(Files.readAllBytes(file), new FolderFiles(file.getParent()));

    assertThat(document.problems())
        .filteredOn(problem -> problem.severity() == Severity.ERROR)
        .isEmpty();
  }

  @Test
  void theDefinitionInTheGuideIsValid() throws IOException {
    String guide = Files.readString(Path.of("../docs/definition-language.md"));
    Matcher example = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(guide);
    assertThat(example.find()).isTrue();

    ReadResult result =
        DefinitionReader.read(
            example.group(1).getBytes(StandardCharsets.UTF_8), IncludedFiles.NONE);

    assertThat(result.problems()).isEmpty();
  }
}
