package ai.matih.pipelines.http.api.view;

import ai.matih.pipelines.http.api.port.Lists;
import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.problem.ErrorCode;
import ai.matih.pipelines.http.api.routing.QueryParameters;
import ai.matih.pipelines.persistence.query.PageRequest;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** A page of a list. */
public record PageView<T>(List<T> data, Pagination pagination) {
  /** The query parameters of every list. */
  public static final Set<String> PARAMETERS = Set.of("page", "size");

  private static final int DEFAULT_SIZE = 20;
  private static final int MAX_SIZE = 100;
  private static final int MAX_PAGE = 10_000;

  /** Where the page is; {@code page} counts from 0. */
  public record Pagination(
      int page, int size, long totalElements, long totalPages, boolean hasNext) {}

  /** What is asked for. */
  public record Wanted(int page, int size) {
    /** Reads {@code page} and {@code size}; refuses what lies beyond the read model's reach. */
    public static Wanted of(QueryParameters query) {
      Wanted wanted =
          new Wanted(
              (int) query.number("page", 0, 0, MAX_PAGE),
              (int) query.number("size", DEFAULT_SIZE, 1, MAX_SIZE));
      if (!isReached(wanted.page(), wanted.size())) {
        throw ApiError.of(
                ErrorCode.INVALID_PARAMETER,
                "Lists are paged up to element " + PageRequest.REACH + ".")
            .with("parameter", "page")
            .remedy("Filter further.")
            .exception();
      }
      return wanted;
    }

    private static boolean isReached(int page, int size) {
      return (long) page * size <= PageRequest.REACH;
    }
  }

  /** The page's elements as {@code view} shows them. */
  public static <R, T> PageView<T> of(Wanted wanted, Lists.Page<R> page, Function<R, T> view) {
    long pages = (page.total() + wanted.size() - 1) / wanted.size();
    return new PageView<>(
        page.elements().stream().map(view).toList(),
        new Pagination(wanted.page(), wanted.size(), page.total(), pages, hasNext(wanted, pages)));
  }

  private static boolean hasNext(Wanted wanted, long pages) {
    int next = wanted.page() + 1;
    return next < pages && Wanted.isReached(next, wanted.size());
  }
}
