package ai.matih.pipelines.persistence.journal;

import java.util.List;

/**
 * One event type in the journal.
 *
 * @param name what the manifest calls it; outlives every renaming of the class
 * @param type the class that reads and writes it
 * @param migrations from version 1 to 2, from 2 to 3, ...; the current version is one more than
 *     their number
 */
record EventFormat(String name, Class<?> type, List<EventMigration> migrations) {

  EventFormat {
    migrations = List.copyOf(migrations);
  }

  static EventFormat of(String name, Class<?> type, EventMigration... migrations) {
    return new EventFormat(name, type, List.of(migrations));
  }

  int version() {
    return migrations.size() + 1;
  }

  /** {@code <name>:<version>}, the text in the journal's manifest column. */
  String manifest() {
    return name + ":" + version();
  }
}
