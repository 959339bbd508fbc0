package ai.matih.pipelines.embedded.sql;

import java.util.Collection;

/** How placeholders name relations. */
public final class Relations {
  private static final String INPUT = "input";

  private Relations() {}

  /**
   * The relation that {@code {{ name }}} stands for: the one of that name, or, for {@code input},
   * the only one.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static String named(String name, Collection<String> relations) {
    if (relations.contains(name)) {
      return name;
    }
    if (name.equals(INPUT) && relations.size() == 1) {
      return relations.iterator().next();
    }
    throw new IllegalArgumentException(
        "{{ " + name + " }} is none of the inputs " + String.join(", ", relations));
  }
}
