package ai.matih.pipelines.definition.validation;

import ai.matih.pipelines.definition.language.Reading;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tasks refer to tasks that exist, never in a circle. */
final class TaskGraph implements Rule {
  @Override
  public void check(Draft draft, Reading reading) {
    Set<String> ids = new LinkedHashSet<>();
    Map<String, Draft.Part> byId = new HashMap<>();
    for (Draft.Part task : draft.tasks()) {
      ids.add(task.name());
      byId.putIfAbsent(task.name(), task);
    }
    ids.remove("");
    for (Draft.Part task : draft.tasks()) {
      for (String before : task.list("depends_on")) {
        if (!ids.contains(before)) {
          unknown(task.at("depends_on"), before, ids, reading);
        }
      }
      if (task.has("compensate") && !ids.contains(task.text("compensate"))) {
        unknown(task.at("compensate"), task.text("compensate"), ids, reading);
      }
      checkedOutput(task, byId, reading);
    }
    circles(draft.tasks(), byId, reading);
  }

  private static void unknown(String path, String name, Set<String> ids, Reading reading) {
    UnknownNames.unknown("unknown_task", "task", path, name, ids, reading);
  }

  private static void checkedOutput(
      Draft.Part task, Map<String, Draft.Part> byId, Reading reading) {
    if (!task.type().equals("quality")) {
      return;
    }
    List<String> outputs =
        task.list("depends_on").stream()
            .filter(before -> byId.containsKey(before) && byId.get(before).has("output"))
            .toList();
    for (Draft.Part check : Draft.checks(task)) {
      if (!check.has("input") && outputs.size() != 1) {
        reading.error(
            "ambiguous_input",
            check.at("input"),
            outputs.isEmpty()
                ? "no task before it has an output that could be checked"
                : "it is not clear whose output is checked: " + String.join(", ", outputs),
            "Add depends_on: with one task that has an output, or input: to the check.");
      } else if (check.has("input") && !byId.containsKey(check.text("input"))) {
        unknown(check.at("input"), check.text("input"), byId.keySet(), reading);
      }
    }
  }

  /** Removes tasks whose predecessors are gone until none is left, or only circles. */
  private static void circles(
      List<Draft.Part> tasks, Map<String, Draft.Part> byId, Reading reading) {
    Map<String, Set<String>> waiting = new HashMap<>();
    Map<String, Set<String>> after = new HashMap<>();
    Deque<String> free = new ArrayDeque<>();
    byId.forEach(
        (id, task) -> {
          Set<String> before = new HashSet<>(task.list("depends_on"));
          before.retainAll(byId.keySet());
          before.forEach(each -> after.computeIfAbsent(each, key -> new HashSet<>()).add(id));
          waiting.put(id, before);
          if (before.isEmpty()) {
            free.add(id);
          }
        });
    while (!free.isEmpty()) {
      String done = free.remove();
      waiting.remove(done);
      for (String next : after.getOrDefault(done, Set.of())) {
        waiting.get(next).remove(done);
        if (waiting.get(next).isEmpty()) {
          free.add(next);
        }
      }
    }
    tasks.stream()
        .filter(task -> waiting.containsKey(task.name()))
        .findFirst()
        .ifPresent(
            task ->
                reading.error(
                    "cycle",
                    task.at("depends_on"),
                    "these tasks wait for each other: "
                        + String.join(", ", waiting.keySet().stream().sorted().limit(20).toList()),
                    "Remove one of the dependencies."));
  }
}
