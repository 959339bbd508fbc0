package ai.matih.pipelines.planning;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** A place in a definition, in the words of its language: {@code sinks.postgres.mode}. */
record DefinitionPath(List<String> parts) {
  static final DefinitionPath ROOT = new DefinitionPath(List.of());

  /** Sections whose items have names of the author's. */
  private static final Set<String> NAMED =
      Set.of(
          "parameters",
          "sources",
          "transformations",
          "quality_checks",
          "sinks",
          "tasks",
          "loads",
          "approvals",
          "aggregates",
          "headers",
          "vars",
          "conf");

  /** What a check's rule and a task's work consist of is written in the item itself. */
  private static final Set<String> UNWRITTEN = Set.of("rule", "work");

  private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])([A-Z])");

  DefinitionPath {
    parts = List.copyOf(parts);
  }

  /** A field or, below a section of named items, an item. */
  DefinitionPath child(String name) {
    if (parts.size() == 2 && UNWRITTEN.contains(name)) {
      return this;
    }
    List<String> longer = new ArrayList<>(parts);
    boolean byAuthor = !parts.isEmpty() && NAMED.contains(parts.getLast());
    longer.add(byAuthor ? name : HUMP.matcher(name).replaceAll("_$1").toLowerCase(Locale.ROOT));
    return new DefinitionPath(longer);
  }

  /** Whether it is a section whose items are added and removed one by one. */
  boolean isSection() {
    return parts.size() == 1 && NAMED.contains(parts.getFirst());
  }

  String section() {
    return parts.isEmpty() ? "" : parts.getFirst();
  }

  /** The named item that it lies in, or the field of its section. */
  String item() {
    return parts.size() < 2 ? "" : parts.get(1);
  }

  String text() {
    return String.join(".", parts);
  }
}
