package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.EngineKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cuts a DAG of steps into stages: where the engine changes, and where a run may have to wait for
 * people, so that no engine ever waits for a person. Without either there is one stage. A gate that
 * one branch has passed does not cut that branch again; branches that reach it apart have a stage
 * each, behind the same gate, which is asked once.
 */
final class Staging {

  /** A step with where it runs and the gates right before it. */
  record Placed(Step step, EngineKind engine, String instance, List<GateRule> gates) {}

  /**
   * What steps of one stage have in common. Every edge between two groups leads to a higher level,
   * which is why stages can have no cycle; all have passed the same gates, so that none waits for
   * another's.
   *
   * @param gates those that are passed by entering this group
   * @param passed every gate before these steps, the own one included
   */
  private record Group(String instance, int level, List<GateRule> gates, Set<GateRule> passed) {}

  private final Map<String, Group> groupOf = new HashMap<>();
  private final Map<Group, List<Placed>> members = new LinkedHashMap<>();

  private Staging() {}

  /** The stages of {@code steps}, which are in an order of execution; named s1, s2, ... */
  static List<Stage> stages(List<Placed> steps) {
    Staging staging = new Staging();
    steps.forEach(staging::place);
    return staging.named();
  }

  private void place(Placed placed) {
    List<Group> before = placed.step().after().stream().map(groupOf::get).distinct().toList();
    Set<GateRule> passed = new HashSet<>();
    before.forEach(group -> passed.addAll(group.passed()));
    List<GateRule> ahead = placed.gates().stream().filter(passed::add).toList();
    Group group =
        ahead.isEmpty()
            ? joined(placed, before, Set.copyOf(passed))
            : new Group(placed.instance(), highest(before) + 1, ahead, Set.copyOf(passed));
    groupOf.put(placed.step().name(), group);
    members.computeIfAbsent(group, any -> new ArrayList<>()).add(placed);
  }

  private static int highest(List<Group> groups) {
    return groups.stream().mapToInt(Group::level).max().orElse(0);
  }

  /** The one group that the step follows at its own level, or a group behind all of them. */
  private static Group joined(Placed placed, List<Group> before, Set<GateRule> passed) {
    int level =
        before.stream()
            .mapToInt(g -> g.level() + (g.instance().equals(placed.instance()) ? 0 : 1))
            .max()
            .orElse(0);
    List<Group> beside = before.stream().filter(group -> group.level() == level).toList();
    if (beside.size() == 1 && beside.getFirst().passed().equals(passed)) {
      return beside.getFirst();
    }
    return new Group(placed.instance(), beside.isEmpty() ? level : level + 1, List.of(), passed);
  }

  private List<Stage> named() {
    List<Group> ordered =
        members.keySet().stream().sorted(Comparator.comparingInt(Group::level)).toList();
    Map<Group, String> names = new HashMap<>();
    for (Group group : ordered) {
      names.put(group, "s" + (names.size() + 1));
    }
    return ordered.stream().map(group -> stage(group, names)).toList();
  }

  private Stage stage(Group group, Map<Group, String> names) {
    List<Placed> placed = members.get(group);
    List<String> after =
        placed.stream()
            .flatMap(member -> member.step().after().stream())
            .map(groupOf::get)
            .filter(other -> !other.equals(group))
            .map(names::get)
            .distinct()
            .sorted(Comparator.comparingInt(name -> Integer.parseInt(name.substring(1))))
            .toList();
    return new Stage(
        names.get(group),
        placed.getFirst().engine(),
        group.instance(),
        after,
        group.gates(),
        placed.stream().map(Placed::step).toList());
  }
}
