package ai.matih.pipelines.lifecycle;

import ai.matih.pipelines.entity.TransitionTable;
import ai.matih.pipelines.entity.TransitionTable.Transition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Writes transition tables down as diagrams and tables. */
final class LifecycleDocument {
  private final StringBuilder text = new StringBuilder();

  LifecycleDocument(String title, String sentence) {
    text.append("# ").append(title).append("\n\n").append(sentence).append("\n\n");
    text.append("Generated from the transition tables; do not edit. To write it again:\n");
    text.append(
        "`mvn -pl coordinator test -Dtest=LifecycleDocumentsTest -Dmatih.docs.write=true`\n");
  }

  <S extends Enum<S>> LifecycleDocument states(
      String title, List<S> states, Function<S, String> sentence) {
    text.append("\n## ").append(title).append("\n\n| state | meaning |\n|---|---|\n");
    states.forEach(
        state ->
            text.append("| `")
                .append(state)
                .append("` | ")
                .append(sentence.apply(state))
                .append(" |\n"));
    return this;
  }

  <S extends Enum<S>, E> LifecycleDocument table(
      String title, TransitionTable<S, E> table, S initial) {
    text.append("\n## ").append(title).append("\n\n```mermaid\nstateDiagram-v2\n");
    Map<String, String> arrows = new LinkedHashMap<>();
    for (Transition<S, E> row : table.rows()) {
      if (row.from() != row.to()) {
        String arrow = (row.from() == initial ? "[*]" : row.from()) + " --> " + row.to();
        arrows.merge(arrow, row.event().getSimpleName(), (a, b) -> a + ", " + b);
      }
    }
    arrows.forEach(
        (arrow, events) ->
            text.append("  ").append(arrow).append(": ").append(events).append('\n'));
    leaves(table).forEach(leaf -> text.append("  ").append(leaf).append(" --> [*]\n"));
    text.append("```\n\n| from | event | to | meaning |\n|---|---|---|---|\n");
    for (Transition<S, E> row : table.rows()) {
      text.append("| `")
          .append(row.from())
          .append("` | ")
          .append(row.event().getSimpleName())
          .append(" | ")
          .append(row.from() == row.to() ? "(stays)" : "`" + row.to() + "`")
          .append(" | ")
          .append(row.sentence())
          .append(" |\n");
    }
    return this;
  }

  private static <S extends Enum<S>, E> Stream<S> leaves(TransitionTable<S, E> table) {
    return table.rows().stream()
        .map(Transition::to)
        .distinct()
        .filter(to -> table.rows().stream().noneMatch(row -> row.from() == to && row.to() != to));
  }

  String text() {
    return text.toString();
  }
}
