package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.definition.IncludedFiles;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the text of {@code sql_file} into a definition that leaves this machine: a node never reads
 * a client's files. The statement stays on its line, so that problems keep their places. A file
 * that is not there is left for the node to name.
 */
final class SqlFiles {
  private static final Pattern FIELD =
      Pattern.compile("\\bsql_file:[ \\t]*(?:\"([^\"\\n]+)\"|'([^'\\n]+)'|([^\\s,}#]+))");

  private SqlFiles() {}

  static String takenIn(String definition, IncludedFiles files) {
    return FIELD
        .matcher(definition)
        .replaceAll(match -> Matcher.quoteReplacement(field(match, files)));
  }

  private static String field(MatchResult match, IncludedFiles files) {
    String name =
        Optional.ofNullable(match.group(1))
            .or(() -> Optional.ofNullable(match.group(2)))
            .orElseGet(() -> match.group(3));
    boolean leaves = name.startsWith("/") || name.contains("..");
    return (leaves ? Optional.<String>empty() : files.text(name))
        .map(
            sql ->
                "sql: \"" + new String(JsonStringEncoder.getInstance().quoteAsString(sql)) + "\"")
        .orElseGet(match::group);
  }
}
