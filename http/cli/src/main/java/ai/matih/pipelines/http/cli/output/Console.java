package ai.matih.pipelines.http.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * Where a command prints: results to {@code out}, what is meant for a person only to {@code err} as
 * soon as results are for a program. Safe to use from a shutdown hook.
 *
 * @param terminal whether {@code out} is one, so that a line may be drawn again
 */
public record Console(PrintStream out, PrintStream err, Format format, boolean terminal) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Lines for people: standard output, or standard error if that carries a document. */
  public PrintStream people() {
    return format == Format.table ? out : err;
  }

  /** Prints lines for people. */
  public void say(List<String> lines) {
    lines.forEach(people()::println);
  }

  /** Prints one line for people. */
  public void say(String line) {
    people().println(line);
  }

  /** The same console with nothing said to people. */
  public Console silent() {
    PrintStream nothing = new PrintStream(OutputStream.nullOutputStream());
    return new Console(nothing, nothing, format, false);
  }

  /** True if the result goes to a program. */
  public boolean documents() {
    return format != Format.table;
  }

  /** The document as JSON or YAML. */
  public void print(JsonNode document) {
    out.print(text(document));
    out.flush();
  }

  private String text(JsonNode document) {
    if (format == Format.yaml) {
      DumpSettings settings =
          DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setIndent(2).build();
      return new Dump(settings).dumpToString(JSON.convertValue(document, Object.class));
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a document that was read can be written", e);
    }
  }
}
