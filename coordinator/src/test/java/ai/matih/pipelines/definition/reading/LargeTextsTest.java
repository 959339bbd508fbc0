package ai.matih.pipelines.definition.reading;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.definition.IncludedFiles;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No text within the limits keeps the reader busy for long. The bound is generous on purpose. */
class LargeTextsTest {
  private static final int SIZE = 1_000_000;

  static Stream<Arguments> large() {
    return Stream.of(
        Arguments.of("unknown fields", repeated("x%d: 1\n")),
        Arguments.of("unknown sources", "sources:\n" + repeated("  x%d: {typ: jdbc}\n")),
        Arguments.of("one long key", "x".repeat(SIZE) + ": 1\n"),
        Arguments.of("malformed placeholders", sql("{{ 1 }} ".repeat(SIZE / 8))),
        Arguments.of("unknown placeholders", sql("{{ abc }} ".repeat(SIZE / 10))),
        Arguments.of("open placeholders", sql("{{".repeat(SIZE / 2))),
        Arguments.of("quotes", sql("''' \"\"\" ".repeat(SIZE / 8))),
        Arguments.of("open comments", sql("/*".repeat(SIZE / 2))),
        Arguments.of("dollars", sql("$a$b".repeat(SIZE / 4))),
        Arguments.of("addresses", sql("://a:b".repeat(SIZE / 6))),
        Arguments.of("passwords", sql("password  ".repeat(SIZE / 10))),
        Arguments.of("a duration", "orchestration: {timeout: " + "999999999w".repeat(90_000) + "}"),
        Arguments.of("steps", "tasks:\n" + repeated("  - {id: a%d, type: sql, query: select 1}\n")),
        Arguments.of(
            "a long chain",
            "sources: {s0: {type: trino, connection: c, query: select 1}}\ntransformations:\n"
                + repeated("  - {name: s%1$d, type: filter, input: s%1$d, condition: a}\n")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("large")
  void anAnswerComesSoon(String title, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(bytes.length).isLessThan(YamlText.MAX_BYTES);

    ReadResult result =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> DefinitionReader.read(bytes, IncludedFiles.NONE));

    assertThat(result.report().errors()).isNotEmpty();
  }

  private static String repeated(String line) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < SIZE - 200; i++) {
      text.append(line.formatted(i));
    }
    return text.toString();
  }

  private static String sql(String text) {
    String head =
        """
        name: p
        sources: {s: {type: jdbc, connection: c, table: t}}
        sinks: {k: {type: jdbc, connection: c, table: t, mode: append}}
        transformations:
          - name: t
            type: sql_transform
            input: s
            sql: |
        """;
    return head + "      " + text;
  }
}
