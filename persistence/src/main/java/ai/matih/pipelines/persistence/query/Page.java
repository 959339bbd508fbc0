package ai.matih.pipelines.persistence.query;

import java.util.List;

/**
 * One page of a list.
 *
 * @param total all elements of the list, counted up to {@link PageRequest#REACH}
 */
public record Page<T>(List<T> elements, long total) {
  public Page {
    elements = List.copyOf(elements);
  }
}
