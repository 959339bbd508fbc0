package ai.matih.pipelines.definition.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.tuple;

import ai.matih.pipelines.definition.CheckRule;
import ai.matih.pipelines.definition.FileSink;
import ai.matih.pipelines.definition.FileSource;
import ai.matih.pipelines.definition.IncludedFiles;
import ai.matih.pipelines.definition.Load;
import ai.matih.pipelines.definition.OnFail;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.Position;
import ai.matih.pipelines.definition.Problem;
import ai.matih.pipelines.definition.QualityCheck;
import ai.matih.pipelines.definition.RetryPolicy;
import ai.matih.pipelines.definition.ScalarType;
import ai.matih.pipelines.definition.SqlTransform;
import ai.matih.pipelines.definition.Tolerance;
import ai.matih.pipelines.definition.TypedValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DefinitionReaderTest {
  private static final String HEAD =
      """
      metadata: {name: p}
      sources:
        s: {type: file, connection: C, format: csv, csv_options: {null_values: NA}}
        r: {type: jdbc, connection: C, table: t}
      """;
  private static final String TAIL =
      """

      sinks:
        k: {type: file, connection: C, prefix: out/s, format: parquet, mode: overwrite, input: s}
        l: {type: jdbc, connection: C, mode: merge_on_key, merge_keys: id,
            tables: {a.b: {input: r}, a.c: {input: s, merge_keys: [x, y]}}}
      """;

  @Test
  void shortFormsOfChecksMeanWhatTheLongOnesMean() {
    PipelineDefinition definition =
        read(
            HEAD
                + """
                quality_checks:
                  - {type: row_count, min: 1, input: r}
                  - {not_null: [a, b], input: s, max_failing: "0.5%", on_fail: warn}
                  - {unique: id, input: s, max_failing: 3}
                  - {row_count: "<= 10", input: s}
                  - {expression: "revenue >= 0", input: s}
                  - {range: {column: a, min: 0, max: 1.5}, input: s, on_fail: approve}
                  - {accepted_values: {column: d, values: [2026-01-31, x, 1, true]}, input: s}
                """
                + TAIL);

    assertThat(definition.qualityChecks())
        .extracting(QualityCheck::rule)
        .containsExactly(
            new CheckRule.RowCount(Optional.of(1L), Optional.empty()),
            new CheckRule.NotNull(List.of("a", "b")),
            new CheckRule.Unique(List.of("id")),
            new CheckRule.RowCount(Optional.empty(), Optional.of(10L)),
            new CheckRule.Expression("revenue >= 0"),
            new CheckRule.Range(
                "a",
                Optional.of(new TypedValue(ScalarType.INTEGER, "0")),
                Optional.of(new TypedValue(ScalarType.NUMBER, "1.5"))),
            new CheckRule.AcceptedValues(
                "d",
                List.of(
                    new TypedValue(ScalarType.DATE, "2026-01-31"),
                    new TypedValue(ScalarType.STRING, "x"),
                    new TypedValue(ScalarType.INTEGER, "1"),
                    new TypedValue(ScalarType.BOOLEAN, "true"))));
    assertThat(definition.qualityChecks())
        .extracting(QualityCheck::maxFailing)
        .startsWith(
            Tolerance.NONE, Tolerance.ofFraction(new BigDecimal("0.005")), Tolerance.ofCount(3));
    assertThat(definition.qualityChecks())
        .extracting(QualityCheck::onFail)
        .startsWith(OnFail.FAIL, OnFail.WARN);
    assertThat(definition.qualityChecks())
        .extracting(QualityCheck::name)
        .doesNotHaveDuplicates()
        .startsWith("row_count", "not_null_a", "unique_id", "row_count_2");
  }

  @Test
  void defaultsAreFilledInAndSinksHaveTheirLoads() {
    PipelineDefinition definition = read(HEAD + TAIL);
    FileSource source = (FileSource) definition.sources().get("s");

    assertThat(source.csvOptions().nullValues()).containsExactly("NA");
    assertThat(source.csvOptions().delimiter()).isEqualTo(",");
    assertThat(source.lookback()).isEqualTo(Duration.ZERO);
    assertThat(definition.orchestration().engine()).isEmpty();
    assertThat(definition.orchestration().checkpointInterval()).isEqualTo(Duration.ofSeconds(60));
    assertThat(definition.orchestration().retryPolicy()).isEqualTo(RetryPolicy.DEFAULT);
    assertThat(((FileSink) definition.sinks().get("k")).loads())
        .containsExactly(new Load("s", "out/s", List.of()));
    assertThat(definition.sinks().get("l").loads())
        .containsExactly(
            new Load("r", "a.b", List.of("id")), new Load("s", "a.c", List.of("x", "y")));
  }

  @Test
  void anIncludedStatementIsInTheModelWithItsFile() {
    PipelineDefinition definition =
        DefinitionReader.read(
                bytes(
                    HEAD
                        + """
                        transformations:
                          - {name: q, type: sql_transform, input: s, sql_file: q.sql}
                        """
                        + TAIL.replace("input: s}\n", "input: q}\n")),
                name -> Optional.of("SELECT a FROM {{ input }}"))
            .definition()
            .orElseThrow();

    SqlTransform transform = (SqlTransform) definition.transformations().getFirst();
    assertThat(transform.sql()).isEqualTo("SELECT a FROM {{ input }}");
    assertThat(transform.sqlFile()).contains("q.sql");
  }

  @Test
  void anExampleOfEveryStepIsReadWithoutAnError() throws IOException {
    byte[] text = DefinitionReaderTest.class.getResourceAsStream("every-field.yaml").readAllBytes();

    assertThat(DefinitionReader.read(text, IncludedFiles.NONE).report().errors()).isEmpty();
  }

  @Test
  void placesOfPathsAreKeptForLaterMessages() {
    ReadResult result = DefinitionReader.read(bytes(HEAD + TAIL), IncludedFiles.NONE);

    assertThat(result.positions()).containsEntry("sources.r.table", new Position(4, 41));
  }

  @Test
  void anOfflineValidationWarnsOnceOfEachNameItCouldNotLookUp() {
    ReadResult result =
        DefinitionReader.read(
            bytes(
                HEAD.replace("connection: C, table: t}", "connection: \"${D}\", table: t}")
                    + """
                    transformations:
                      - {name: f, type: filter, input: r, condition: "a = ${VAT} AND b > ${VAT}"}
                    """
                    + TAIL.replace("{input: r}", "{input: f}")
                    + "orchestration: {engine: flink}\n"),
            IncludedFiles.NONE);

    assertThat(result.report().problems()).isEmpty();
    assertThat(result.offlineReport().valid()).isTrue();
    assertThat(result.offlineReport().warnings())
        .extracting(Problem::path, Problem::line)
        .containsExactly(
            tuple("sources.s.connection", 3),
            tuple("sources.r.connection", 4),
            tuple("transformations[0].condition", 6),
            tuple("orchestration.engine", 12));
  }

  @Test
  void moreThanOneMebibyteIsRefused() {
    byte[] text = new byte[(1 << 20) + 1];
    Arrays.fill(text, (byte) '#');

    assertThat(codes(text)).containsExactly("yaml_too_large");
  }

  @Test
  void textThatIsNotUtf8IsRefusedWithItsPlace() {
    byte[] text = bytes("metadata:\n  name: p\n");
    text[text.length - 2] = (byte) 0xff;

    assertThat(DefinitionReader.read(text, IncludedFiles.NONE).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.code()).isEqualTo("yaml_encoding"))
        .satisfies(problem -> assertThat(problem.line()).isEqualTo(2));
  }

  @Test
  void tenThousandLevelsAreRefused() {
    assertThat(codes(bytes("[".repeat(10_000)))).containsExactly("yaml_too_deep");
    assertThat(codes(bytes("{a: ".repeat(10_000)))).containsExactly("yaml_too_deep");
  }

  @Test
  void moreThanFiveHundredStepsAreRefused() {
    StringBuilder text = new StringBuilder("name: p\ntasks:\n");
    for (int i = 0; i < 501; i++) {
      text.append("  - {id: t").append(i).append(", type: sql, query: SELECT 1}\n");
    }

    assertThat(codes(bytes(text.toString()))).containsExactly("too_many_steps");
  }

  @Test
  void thousandsOfProblemsAreCutOff() {
    String text = "metadata: {name: p}\n" + "x: 1\n".repeat(20_000);

    assertThat(DefinitionReader.read(bytes(text), IncludedFiles.NONE).problems())
        .hasSizeLessThanOrEqualTo(200);
  }

  /** Cuts, doubles and exchanges pieces of good definitions: whatever comes, an answer is given. */
  @Test
  void noTextMakesTheReaderThrow() throws IOException {
    long seed = Long.getLong("seed", 20_130_101);
    Random random = new Random(seed);
    List<String> texts =
        DocumentedDefinitionsTest.documented().map(DefinitionReaderTest::content).toList();
    for (int i = 0; i < 3_000; i++) {
      String text = texts.get(random.nextInt(texts.size()));
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        text = changed(text, texts.get(random.nextInt(texts.size())), random);
      }
      String tried = text;
      assertThatCode(
              () ->
                  assertThat(DefinitionReader.read(bytes(tried), IncludedFiles.NONE).problems())
                      .doesNotContainNull())
          .as("seed %d, round %d:%n%s", seed, i, tried)
          .doesNotThrowAnyException();
    }
  }

  private static String changed(String text, String other, Random random) {
    int from = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), from + random.nextInt(30));
    String piece =
        switch (random.nextInt(6)) {
          case 0 -> "";
          case 1 -> text.substring(from, to).repeat(2);
          case 2 -> piece(other, random);
          case 3 -> String.valueOf((char) random.nextInt(0x2100));
          case 4 ->
              List.of("{", "[", "*a", "&a ", "!!x", "- ", ": ", "\n", "{{ x }}", "''", "${", "null")
                  .get(random.nextInt(12));
          default -> Integer.toString(random.nextInt());
        };
    return text.substring(0, from) + piece + text.substring(to) + " ";
  }

  private static String piece(String text, Random random) {
    int from = random.nextInt(text.length());
    return text.substring(from, Math.min(text.length(), from + random.nextInt(60)));
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static List<String> codes(byte[] text) {
    return DefinitionReader.read(text, IncludedFiles.NONE).problems().stream()
        .map(Problem::code)
        .toList();
  }

  private static PipelineDefinition read(String text) {
    ReadResult result = DefinitionReader.read(bytes(text), IncludedFiles.NONE);
    assertThat(result.report().errors()).isEmpty();
    return result.definition().orElseThrow();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
