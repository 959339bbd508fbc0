package ai.matih.pipelines.http.cli;

import ai.matih.pipelines.http.cli.command.Commands;
import ai.matih.pipelines.http.cli.output.ErrorText;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** The entry of {@code matih}. */
public final class Matih {

  private Matih() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs one command and returns what the process should end with. */
  public static int run(String... arguments) {
    CommandLine line = Commands.line(arguments);
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler(Matih::explain);
    return line.execute(arguments);
  }

  private static int explain(Exception thrown, CommandLine line, ParseResult parsed) {
    ErrorText text = ErrorText.of(thrown, Optional.empty());
    text.lines().forEach(System.err::println);
    if ("1".equals(System.getenv("MATIH_DEBUG"))) {
      thrown.printStackTrace();
    }
    return text.code().number();
  }
}
