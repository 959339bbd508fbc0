package ai.matih.pipelines.http.client;

import java.util.List;
import java.util.Optional;

/** A page of a list; a list that is never paged has no pagination. */
public record Page<T>(List<T> data, Optional<Pagination> pagination) {

  public Page {
    data = data == null ? List.of() : List.copyOf(data);
    pagination = pagination == null ? Optional.empty() : pagination;
  }

  /**
   * Where the page is.
   *
   * @param page from 0
   * @param nextCursor where the list goes on, if it can be read so
   */
  public record Pagination(
      int page,
      int size,
      long totalElements,
      long totalPages,
      boolean hasNext,
      Optional<String> nextCursor) {

    public Pagination {
      nextCursor = nextCursor == null ? Optional.empty() : nextCursor;
    }
  }
}
