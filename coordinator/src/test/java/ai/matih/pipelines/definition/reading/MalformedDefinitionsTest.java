package ai.matih.pipelines.definition.reading;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.definition.IncludedFiles;
import ai.matih.pipelines.definition.Problem;
import ai.matih.pipelines.definition.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads the table {@code malformed.txt}, which says how it is written. */
class MalformedDefinitionsTest {

  record Case(String title, List<String> expected, String text) {
    static Case of(String block) {
      List<String> lines = block.lines().toList();
      List<String> expected =
          lines.stream().skip(1).takeWhile(line -> line.matches("[!?] .*")).toList();
      String text = String.join("\n", lines.subList(1 + expected.size(), lines.size()));
      return new Case(lines.getFirst(), expected, text.stripTrailing() + "\n");
    }

    @Override
    public String toString() {
      return title;
    }
  }

  static Stream<Case> malformed() throws IOException {
    try (InputStream table = MalformedDefinitionsTest.class.getResourceAsStream("malformed.txt")) {
      String text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.split("(?m)^### ")).skip(1).map(Case::of);
    }
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void everythingWrongIsReportedAtItsPlaceAndNothingElse(Case malformed) {
    ReadResult result =
        DefinitionReader.read(
            malformed.text().getBytes(StandardCharsets.UTF_8), IncludedFiles.NONE);

    assertThat(result.problems().stream().map(MalformedDefinitionsTest::written))
        .as(result.problems().toString())
        .containsExactlyInAnyOrderElementsOf(malformed.expected());
    assertThat(result.problems())
        .allSatisfy(
            problem -> {
              assertThat(problem.message()).isNotBlank();
              assertThat(problem.remedy()).matches("(?s).*[.?]");
            });
  }

  @Test
  void theTableHasAtLeastSixtyCases() throws IOException {
    assertThat(malformed().count()).isGreaterThanOrEqualTo(60);
  }

  private static String written(Problem problem) {
    return (problem.severity() == Severity.ERROR ? "! " : "? ")
        + problem.code()
        + " "
        + problem.line()
        + " "
        + (problem.path().isEmpty() ? "-" : problem.path());
  }
}
