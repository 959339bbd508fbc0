package ai.matih.pipelines.persistence.query;

/**
 * Which part of a list.
 *
 * @param page from 0
 * @param size 1 to {@link #LARGEST}
 */
public record PageRequest(int page, int size) {

  /** The most elements a page has. */
  public static final int LARGEST = 1_000;

  /** How deep lists can be paged and how far they are counted; filters reach what lies beyond. */
  public static final int REACH = 100_000;

  /** Throws IllegalArgumentException naming the bound. */
  public PageRequest {
    if (page < 0 || size < 1 || size > LARGEST || (long) page * size > REACH) {
      throw new IllegalArgumentException(
          "a page has 1 to %d elements, and lists are paged up to element %d; filter further"
              .formatted(LARGEST, REACH));
    }
  }

  int offset() {
    return page * size;
  }
}
