package ai.matih.pipelines.entity;

import java.util.Map;
import org.pcollections.OrderedPMap;

/**
 * Maps that keep their order and share structure with their predecessors: a change costs O(log n),
 * which matters where thousands of tickets are in flight and every event changes one. Declared as
 * {@link Map} in records, so that they are journaled like any map.
 */
public final class Sharing {
  private Sharing() {}

  /** {@code given} as such a map; an absent one is empty. */
  public static <K, V> Map<K, V> of(Map<K, V> given) {
    return given == null ? OrderedPMap.empty() : shared(given);
  }

  /** With {@code value} under {@code key}; a new key comes last. */
  public static <K, V> Map<K, V> plus(Map<K, V> map, K key, V value) {
    return shared(map).plus(key, value);
  }

  /** Without {@code key}. */
  public static <K, V> Map<K, V> minus(Map<K, V> map, K key) {
    return shared(map).minus(key);
  }

  private static <K, V> OrderedPMap<K, V> shared(Map<K, V> map) {
    return map instanceof OrderedPMap<K, V> shared ? shared : OrderedPMap.from(map);
  }
}
