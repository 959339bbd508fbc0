package ai.matih.pipelines.planning;

import java.util.HashSet;
import java.util.Set;

/** Gives every step of a plan a name of its own, as people read and type it. */
final class StepNames {
  private final Set<String> given = new HashSet<>();

  /** {@code <verb> <subject>}, with a number behind it if that name is taken. */
  String give(StepWork work, String subject) {
    String wanted = work.verb() + " " + subject;
    String name = wanted;
    for (int number = 2; !given.add(name); number++) {
      name = wanted + "#" + number;
    }
    return name;
  }
}
