package ai.matih.pipelines.definition.validation;

import ai.matih.pipelines.definition.language.Reading;

/** Something that must hold between the parts of a definition. */
@FunctionalInterface
public interface Rule {
  /** Reports what is wrong. Tolerates whatever could not be read. */
  void check(Draft draft, Reading reading);
}
