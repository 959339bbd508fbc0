package ai.matih.pipelines.definition.reading;

import ai.matih.pipelines.definition.IncludedFiles;
import ai.matih.pipelines.definition.Position;
import ai.matih.pipelines.definition.language.Reading;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * The bytes of one YAML 1.2 document (JSON is YAML), parsed within limits: 1 MiB, UTF-8, one
 * document, no types of its own, bounded depth and aliases.
 *
 * @param node empty if the text is no such document; the reading then holds the problem
 */
record YamlText(String source, Optional<Node> node, Reading reading) {
  static final int MAX_BYTES = 1 << 20;

  /** The parser copies what it has of a line each time it fills its buffer. */
  private static final int BUFFER = 1 << 15;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setSchema(new CoreSchema())
          .setCodePointLimit(MAX_BYTES + 1)
          .setBufferSize(BUFFER)
          .build();

  static YamlText parse(byte[] bytes, IncludedFiles files) {
    if (bytes.length > MAX_BYTES) {
      return refused(
          "yaml_too_large",
          Position.NONE,
          "the definition has " + bytes.length + " bytes, more than 1 MiB",
          "Move long statements into files (sql_file), or split the pipeline.");
    }
    CharBuffer decoded = CharBuffer.allocate(bytes.length + 1);
    CharsetDecoder utf8 =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CoderResult result = utf8.decode(ByteBuffer.wrap(bytes), decoded, true);
    String source = decoded.flip().toString();
    if (result.isError()) {
      return refused(
          "yaml_encoding", endOf(source), "the text is not UTF-8 here", "Save the file as UTF-8.");
    }
    return compose(source, new Reading(source, files));
  }

  private static YamlText compose(String source, Reading reading) {
    try {
      if (!YamlLimits.check(source, SETTINGS, reading)) {
        return new YamlText(source, Optional.empty(), reading);
      }
      return new YamlText(source, new Compose(SETTINGS).composeString(source), reading);
    } catch (MarkedYamlEngineException wrong) {
      Position position =
          wrong
              .getProblemMark()
              .or(wrong::getContextMark)
              .map(mark -> new Position(mark.getLine() + 1, mark.getColumn() + 1))
              .orElse(Position.NONE);
      syntax(reading, position, wrong.getProblem());
    } catch (ReaderException wrong) {
      int index = Math.min(source.length(), Math.max(0, wrong.getPosition()));
      syntax(reading, endOf(source.substring(0, index)), "a character that YAML does not allow");
    } catch (YamlEngineException wrong) {
      syntax(reading, Position.NONE, String.valueOf(wrong.getMessage()));
    }
    return new YamlText(source, Optional.empty(), reading);
  }

  private static void syntax(Reading reading, Position position, String what) {
    reading.error(
        "yaml_syntax",
        "",
        position,
        "not YAML: " + what,
        "Check indentation, colons and brackets here and in the line before; text that begins"
            + " with *, @, %, { or [ stands in quotes.");
  }

  private static YamlText refused(String code, Position position, String message, String remedy) {
    Reading reading = new Reading("", IncludedFiles.NONE);
    reading.error(code, "", position, message, remedy);
    return new YamlText("", Optional.empty(), reading);
  }

  private static Position endOf(String text) {
    int lines = (int) text.chars().filter(character -> character == '\n').count();
    return new Position(lines + 1, text.length() - text.lastIndexOf('\n'));
  }
}
