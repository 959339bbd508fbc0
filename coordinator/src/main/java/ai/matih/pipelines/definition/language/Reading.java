package ai.matih.pipelines.definition.language;

import ai.matih.pipelines.definition.IncludedFiles;
import ai.matih.pipelines.definition.Position;
import ai.matih.pipelines.definition.Problem;
import ai.matih.pipelines.definition.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * What one reading of a document has found so far: problems, where each path stands in the text,
 * and the texts that may hold placeholders. Used by one thread.
 */
public final class Reading {
  private static final int MAX_ERRORS = 200;
  private static final int MAX_WARNINGS = 100;
  private static final int MAX_TEXT = 600;

  private final String source;
  private final IncludedFiles files;
  private final Set<Problem> errors = new LinkedHashSet<>();
  private final Set<Problem> warnings = new LinkedHashSet<>();
  private final Map<String, Position> positions = new HashMap<>();
  private final List<TemplateText> templates = new ArrayList<>();

  public Reading(String source, IncludedFiles files) {
    this.source = source;
    this.files = files;
    positions.put("", new Position(1, 1));
  }

  /** All problems in the order of the text. */
  public List<Problem> problems() {
    return Stream.concat(errors.stream(), warnings.stream())
        .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
        .toList();
  }

  /** Whether so many errors were found that no more are looked for. */
  public boolean isFull() {
    return errors.size() >= MAX_ERRORS;
  }

  /** Where each path stands. */
  public Map<String, Position> positions() {
    return Map.copyOf(positions);
  }

  /** Whether something stands at the path, readable or not. */
  public boolean isWritten(String path) {
    return positions.containsKey(path);
  }

  /** Every text that may hold placeholders. */
  public List<TemplateText> templates() {
    return List.copyOf(templates);
  }

  /** The place of a path, or of the nearest one around it. */
  public Position at(String path) {
    String known = path;
    while (!positions.containsKey(known)) {
      int cut = Math.max(known.lastIndexOf('.'), known.lastIndexOf('['));
      known = cut < 0 ? "" : known.substring(0, cut);
    }
    return positions.get(known);
  }

  /** Reports an error at the place of a path. */
  public void error(String code, String path, String message, String remedy) {
    report(code, Severity.ERROR, path, at(path), message, remedy);
  }

  /** Reports a warning at the place of a path. */
  public void warning(String code, String path, String message, String remedy) {
    report(code, Severity.WARNING, path, at(path), message, remedy);
  }

  /**
   * Reports that a field is missing, at the place of {@code near}, which needs it. A field that was
   * written and could not be read is not missing too.
   */
  public void missing(String code, String path, String near, String message, String remedy) {
    if (!isWritten(path)) {
      report(code, Severity.ERROR, path, at(near), message, remedy);
    }
  }

  /** Reports an error at a place of the text. */
  public void error(String code, String path, Position position, String message, String remedy) {
    report(code, Severity.ERROR, path, position, message, remedy);
  }

  void error(String code, String path, Node node, String message, String remedy) {
    report(code, Severity.ERROR, path, start(node), message, remedy);
  }

  void place(String path, Node node) {
    positions.put(path, start(node));
  }

  /** The text of a file beside the definition. */
  public Optional<String> include(String name) {
    return files.text(name);
  }

  /** Remembers a text written in the document. */
  void template(String path, String text, TemplateKind kind, ScalarNode node) {
    templates.add(new TemplateText(path, text, kind, piece -> locate(node, piece)));
  }

  /**
   * Remembers a text taken from a file: its problems are shown at the field that names the file.
   */
  void includedTemplate(String path, String text, TemplateKind kind) {
    Position position = at(path);
    templates.add(new TemplateText(path, text, kind, piece -> position));
  }

  private void report(
      String code,
      Severity severity,
      String path,
      Position position,
      String message,
      String remedy) {
    Problem problem =
        new Problem(
            code,
            severity,
            shortened(path),
            position.line(),
            position.column(),
            shortened(message),
            shortened(remedy));
    switch (severity) {
      case ERROR -> addUpTo(MAX_ERRORS, problem, errors);
      case WARNING -> addUpTo(MAX_WARNINGS, problem, warnings);
    }
  }

  private static void addUpTo(int most, Problem problem, Set<Problem> problems) {
    if (problems.size() < most) {
      problems.add(problem);
    }
  }

  private static String shortened(String text) {
    return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "..." : text;
  }

  /**
   * Where a piece of a scalar stands: the first place in the scalar's source that reads the same.
   */
  private Position locate(ScalarNode node, String piece) {
    Position start = start(node);
    if (node.getStartMark().isEmpty() || node.getEndMark().isEmpty()) {
      return start;
    }
    int from = source.offsetByCodePoints(0, node.getStartMark().get().getIndex());
    int to = source.offsetByCodePoints(0, node.getEndMark().get().getIndex());
    int found = source.indexOf(piece, from);
    if (found < 0 || found >= to) {
      return start;
    }
    int line = start.line();
    int lineStart = from - (start.column() - 1);
    for (int at = from; at < found; at++) {
      if (source.charAt(at) == '\n') {
        line++;
        lineStart = at + 1;
      }
    }
    return new Position(line, found - lineStart + 1);
  }

  private static Position start(Node node) {
    return node.getStartMark().map(Reading::position).orElse(Position.NONE);
  }

  private static Position position(Mark mark) {
    return new Position(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
