package ai.matih.pipelines.definition.validation;

import ai.matih.pipelines.definition.NearestName;
import ai.matih.pipelines.definition.language.Reading;
import java.util.Collection;

/** Words for names that lead nowhere. */
final class UnknownNames {
  private UnknownNames() {}

  static void unknownInput(String path, String name, Collection<String> known, Reading reading) {
    unknown("unknown_input", "source or transformation", path, name, known, reading);
  }

  static void unknown(
      String code,
      String what,
      String path,
      String name,
      Collection<String> known,
      Reading reading) {
    reading.error(code, path, "there is no " + what + " named " + name, remedy(name, known));
  }

  static String remedy(String name, Collection<String> known) {
    return NearestName.to(name, known)
        .map(near -> "Did you mean " + near + "?")
        .orElse(
            known.isEmpty()
                ? "None is defined."
                : "Known names: "
                    + String.join(", ", known.stream().limit(20).toList())
                    + (known.size() > 20 ? ", ..." : "")
                    + ".");
  }
}
