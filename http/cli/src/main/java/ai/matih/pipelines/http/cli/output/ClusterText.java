package ai.matih.pipelines.http.cli.output;

import ai.matih.pipelines.http.client.ClusterView;
import ai.matih.pipelines.http.client.OperatorActionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The cluster as a person reads it. */
public final class ClusterText {
  private ClusterText() {}

  /** Nodes, readers, topics, wake-ups and engines, and what could not be found out. */
  public static List<String> of(ClusterView view) {
    List<String> lines = new ArrayList<>(members(view).lines());
    if (!view.readers().isEmpty()) {
      lines.add("");
      lines.addAll(readers(view).lines());
    }
    if (!view.topics().isEmpty()) {
      lines.add("");
      Table topics = new Table("TOPIC", "LAG");
      view.topics().forEach(one -> topics.row(one.name(), Figures.count(one.lag())));
      lines.addAll(topics.lines());
    }
    lines.add("");
    view.wakeUps()
        .ifPresent(
            due ->
                lines.add(
                    "wake-ups      "
                        + Figures.count(due.waiting())
                        + " waiting, "
                        + Figures.count(due.due())
                        + " due, "
                        + Figures.count(due.late())
                        + " late"
                        + due.earliest().map(at -> "; next " + Figures.instant(at)).orElse("")));
    view.archive()
        .ifPresent(
            archive ->
                lines.add(
                    "archive       "
                        + Figures.count(archive.runs())
                        + " runs, "
                        + Figures.count(archive.events())
                        + " events"
                        + archive
                            .oldestEnd()
                            .map(
                                at ->
                                    "; the journal goes back to the end at " + Figures.instant(at))
                            .orElse("")));
    new TreeMap<>(view.deadLetters())
        .forEach(
            (topic, kept) -> lines.add("dead letters  " + Figures.count(kept) + " of " + topic));
    view.engines().stream()
        .filter(engine -> !engine.state().equals("NOT_CONFIGURED"))
        .forEach(
            engine ->
                lines.add(
                    "engine        "
                        + engine.name()
                        + " "
                        + engine.state()
                        + engine.reason().map(why -> ": " + why).orElse("")));
    view.problems().forEach(problem -> lines.add(" !! " + problem));
    return lines;
  }

  private static Table members(ClusterView view) {
    Table table = new Table("NODE", "STATUS", "ROLES", "REACHABLE", "SHARDS", "ENTITIES", "");
    view.members()
        .forEach(
            one ->
                table.row(
                    one.node(),
                    one.status(),
                    String.join(",", one.roles()),
                    one.reachable() ? "yes" : "NO",
                    counts(one.shards()),
                    counts(one.entities()),
                    (one.self() ? "this one" : "")
                        + (one.leader() ? " leader" : "")
                        + (one.drained() ? " DRAINED" : "")));
    return table;
  }

  private static String counts(Map<String, Integer> byKind) {
    return new TreeMap<>(byKind)
        .entrySet().stream()
            .map(one -> one.getKey() + " " + one.getValue())
            .collect(Collectors.joining(", "));
  }

  private static Table readers(ClusterView view) {
    Table table = new Table("READER", "POSITION", "BEHIND", "LAG", "STATE");
    view.readers()
        .forEach(
            one ->
                table.row(
                    one.name(),
                    Figures.count(one.position()),
                    Figures.count(one.behind()),
                    String.format(Locale.ROOT, "%.1f s", one.lagSeconds()),
                    one.paused() ? "PAUSED" : one.controllable() ? "reads" : "reads, always"));
    return table;
  }

  /** What operators did. */
  public static Table actions(List<OperatorActionView> actions) {
    Table table = new Table("AT", "ACTION", "TARGET", "BY", "OUTCOME");
    actions.forEach(
        one ->
            table.row(
                Figures.instant(one.at()),
                one.action(),
                one.target(),
                one.actor(),
                one.outcome().orElse("under way")));
    return table;
  }
}
