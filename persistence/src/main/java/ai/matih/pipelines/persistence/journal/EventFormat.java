package ai.matih.pipelines.persistence.journal;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * One event type in the journal.
 *
 * @param name what the manifest calls it; outlives every renaming of the class
 * @param type the class that reads and writes it
 * @param migrations from version 1 to 2, from 2 to 3, ...; the current version is one more than
 *     their number
 * @param level the first level of the journal, see {@link JournalCodec#level()}, that reads all of
 *     the current version
 * @param needed the level that a reader of an event must have reached
 */
record EventFormat(
    String name,
    Class<?> type,
    List<EventMigration> migrations,
    int level,
    ToIntFunction<Object> needed) {

  EventFormat {
    migrations = List.copyOf(migrations);
  }

  static EventFormat of(String name, Class<?> type, EventMigration... migrations) {
    return new EventFormat(name, type, List.of(migrations), 0, event -> 0);
  }

  /** The same, read only by this level and newer ones. */
  EventFormat since(int newLevel) {
    return since(newLevel, event -> true);
  }

  /** The same; those that are {@code newOnes} too are read only by this level and newer ones. */
  EventFormat since(int newLevel, Predicate<Object> newOnes) {
    return new EventFormat(
        name,
        type,
        migrations,
        Math.max(level, newLevel),
        event -> newOnes.test(event) ? newLevel : needed.applyAsInt(event));
  }

  /** The level that a reader of {@code event} must have reached. */
  int level(Object event) {
    return needed.applyAsInt(event);
  }

  int version() {
    return migrations.size() + 1;
  }

  /** {@code <name>:<version>}, the text in the journal's manifest column. */
  String manifest() {
    return name + ":" + version();
  }
}
