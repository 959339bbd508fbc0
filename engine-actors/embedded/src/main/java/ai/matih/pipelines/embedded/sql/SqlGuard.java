package ai.matih.pipelines.embedded.sql;

import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.connectors.duckdb.DuckDbSession;
import ai.matih.pipelines.connectors.duckdb.Sql;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Says of a statement whether it only reads its inputs, by the tree that DuckDB's own parser makes
 * of it: exactly one SELECT, WITH or VALUES; relations that are declared inputs or its own CTEs; no
 * function that reaches a file, a setting, the environment or the catalog. Nothing is bound or run.
 */
public final class SqlGuard {
  private static final int MAX_DEPTH = 20_000;
  private static final JsonMapper JSON =
      new JsonMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
              .build());

  private final DuckDbSession parser;
  private final Set<String> relations;

  private record Place(JsonNode node, Set<String> visible) {}

  /**
   * @param parser any session; it parses and does nothing else
   * @param relations the declared inputs, by the names that SQL knows them by
   */
  public SqlGuard(DuckDbSession parser, Set<String> relations) {
    this.parser = parser;
    this.relations = Set.copyOf(relations.stream().map(SqlGuard::lower).toList());
  }

  /**
   * The statement without its trailing semicolon and comments; refuses one that is not harmless.
   */
  public String checked(String sql) {
    List<String> problems = problems(sql);
    if (problems.isEmpty()) {
      return SqlText.withoutEnd(sql);
    }
    throw StepFailure.user(
        "SQL_FORBIDDEN",
        String.join("; ", problems),
        "write one SELECT that reads only its declared inputs");
  }

  /** What is wrong with the statement, in DuckDB's words where DuckDB refuses it. */
  public List<String> problems(String sql) {
    if (sql.indexOf('\0') >= 0) {
      return List.of("the statement holds a NUL character");
    }
    String statement = SqlText.withoutEnd(sql);
    JsonNode tree = parse(statement);
    if (tree.path("error").asBoolean()) {
      return List.of(parserProblem(tree));
    }
    if (tree.path("statements").size() != 1) {
      return List.of("there must be exactly one statement, not " + tree.path("statements").size());
    }
    if (!staysWithinBrackets(statement)) {
      return List.of("the statement does not end where it seems to");
    }
    return List.copyOf(walk(tree.path("statements").get(0)));
  }

  private JsonNode parse(String sql) {
    String tree =
        parser.one(
            "SELECT CAST(json_serialize_sql(" + Sql.text(sql) + ") AS VARCHAR)",
            row -> row.getString(1));
    try {
      return JSON.readTree(tree);
    } catch (JsonProcessingException e) {
      throw StepFailure.user(
          "SQL_TOO_DEEP", "the statement is nested too deeply", "take it apart into steps");
    }
  }

  private static String parserProblem(JsonNode tree) {
    String words = tree.path("error_message").asText();
    return words.startsWith("Only SELECT statements")
        ? "only SELECT, WITH and VALUES are allowed"
        : "DuckDB: " + words;
  }

  /** Proof that the text can be put between brackets: there it is one subquery and nothing else. */
  private boolean staysWithinBrackets(String statement) {
    JsonNode statements = parse("SELECT * FROM (" + statement + "\n) AS q").path("statements");
    return statements.size() == 1
        && statements
            .get(0)
            .path("node")
            .path("from_table")
            .path("type")
            .asText()
            .equals("SUBQUERY")
        && statements.get(0).path("node").path("select_list").size() == 1;
  }

  private Set<String> walk(JsonNode statement) {
    var problems = new LinkedHashSet<String>();
    Deque<Place> open = new ArrayDeque<>();
    open.push(new Place(statement, relations));
    while (!open.isEmpty()) {
      Place place = open.pop();
      JsonNode node = place.node();
      Set<String> visible = place.visible();
      if (node.isObject()) {
        visible = withTablesOf(node, visible);
        inspect(node, visible, problems);
      }
      for (JsonNode child : node) {
        open.push(new Place(child, visible));
      }
    }
    return problems;
  }

  private static Set<String> withTablesOf(JsonNode node, Set<String> visible) {
    var names = new ArrayList<String>();
    node.path("cte_map").path("map").forEach(entry -> names.add(lower(entry.path("key").asText())));
    if (names.isEmpty()) {
      return visible;
    }
    var more = new HashSet<>(visible);
    more.addAll(names);
    return more;
  }

  private static void inspect(JsonNode node, Set<String> visible, Set<String> problems) {
    String type = node.path("type").asText();
    if (node.has("cte_map") && !SqlRules.QUERY_NODES.contains(type)) {
      problems.add("only SELECT, WITH and VALUES are allowed, within WITH too");
    }
    for (String place : List.of("from_table", "left", "right", "source")) {
      JsonNode table = node.path(place);
      if (table.isObject()
          && !table.has("class")
          && !table.has("cte_map")
          && !SqlRules.TABLE_REFERENCES.contains(table.path("type").asText())) {
        problems.add("SHOW, DESCRIBE, SUMMARIZE and the like are not allowed");
      }
    }
    if (type.equals("BASE_TABLE")) {
      inspectTable(node, visible, problems);
    } else if (type.equals("TABLE_FUNCTION")) {
      String function = lower(node.path("function").path("function_name").asText());
      if (!SqlRules.TABLE_FUNCTIONS.contains(function)) {
        problems.add("the table function " + function + " is not allowed");
      }
    }
    switch (node.path("class").asText()) {
      case "FUNCTION" -> inspectFunction(node, problems);
      case "PARAMETER" -> problems.add("? and $1 have no value here; use {{ params.name }}");
      default -> {}
    }
  }

  private static void inspectTable(JsonNode node, Set<String> visible, Set<String> problems) {
    var path = new ArrayList<String>();
    node.path("qualified_name").path("path").forEach(part -> path.add(part.asText()));
    if (path.size() != 1 || !visible.contains(lower(path.getFirst()))) {
      problems.add(String.join(".", path) + " is not an input of this step");
    }
  }

  private static void inspectFunction(JsonNode node, Set<String> problems) {
    String function = lower(node.path("function_name").asText());
    boolean qualified =
        !node.path("schema").asText().isEmpty() || !node.path("catalog").asText().isEmpty();
    if (qualified || SqlRules.isClosed(function)) {
      problems.add("the function " + function + " is not allowed");
    }
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
