package ai.matih.pipelines.persistence.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Lifts the JSON of an event from one version of its format to the next. Pure. */
@FunctionalInterface
public interface EventMigration {

  /** The same event as the next version writes it; {@code event} may be changed and returned. */
  ObjectNode migrate(ObjectNode event);
}
