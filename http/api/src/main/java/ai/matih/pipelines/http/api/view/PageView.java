package ai.matih.pipelines.http.api.view;

import ai.matih.pipelines.http.api.port.Lists;
import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.problem.ErrorCode;
import ai.matih.pipelines.http.api.routing.QueryParameters;
import ai.matih.pipelines.persistence.query.PageRequest;
import ai.matih.pipelines.persistence.query.Position;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A page of a list. */
public record PageView<T>(List<T> data, Pagination pagination) {
  /** The query parameters of every list. */
  public static final Set<String> PARAMETERS = Set.of("page", "size");

  private static final int DEFAULT_SIZE = 20;
  private static final int MAX_SIZE = 100;
  private static final int MAX_PAGE = 10_000;

  /**
   * Where the page is.
   *
   * @param page from 0; 0 behind a cursor
   * @param totalElements counted up to {@link PageRequest#REACH}
   * @param nextCursor where lists that are ordered by time go on
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Pagination(
      int page,
      int size,
      long totalElements,
      long totalPages,
      boolean hasNext,
      Optional<String> nextCursor) {}

  /** What is asked for. */
  public record Wanted(int page, int size, Optional<Cursor> cursor) {
    /** Reads {@code page} and {@code size}; refuses what lies beyond the read model's reach. */
    public static Wanted of(QueryParameters query) {
      Wanted wanted =
          new Wanted(
              (int) query.number("page", 0, 0, MAX_PAGE),
              (int) query.number("size", DEFAULT_SIZE, 1, MAX_SIZE),
              query.text("cursor").map(Cursor::parse));
      if (wanted.cursor().isPresent() && query.text("page").isPresent()) {
        throw ApiError.of(ErrorCode.INVALID_PARAMETER, "cursor and page exclude each other.")
            .with("parameter", "page")
            .remedy("Send the cursor alone.")
            .exception();
      }
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
    return new PageView<>(
        page.elements().stream().map(view).toList(),
        pagination(wanted, page.total(), Optional.empty()));
  }

  /** The same of a list that is ordered by time, newest first, and can go on behind any element. */
  public static <R, T> PageView<T> of(
      Wanted wanted, Lists.Page<R> page, Function<R, T> view, Function<R, Position> position) {
    long seen = (long) wanted.page() * wanted.size() + page.elements().size();
    boolean more =
        page.elements().size() == wanted.size()
            && (seen < page.total() || page.total() == PageRequest.REACH);
    return new PageView<>(
        page.elements().stream().map(view).toList(),
        pagination(
            wanted,
            page.total(),
            more
                ? Optional.of(cursor(page.elements().getLast(), page.total(), position))
                : Optional.empty()));
  }

  /**
   * What lies behind {@code cursor}.
   *
   * @param found one element more than is wanted, if there is one
   */
  public static <R, T> PageView<T> behind(
      Wanted wanted,
      Cursor cursor,
      List<R> found,
      Function<R, T> view,
      Function<R, Position> position) {
    boolean more = found.size() > wanted.size();
    List<R> shown = more ? found.subList(0, wanted.size()) : found;
    return new PageView<>(
        shown.stream().map(view).toList(),
        new Pagination(
            0,
            wanted.size(),
            cursor.total(),
            pages(wanted, cursor.total()),
            more,
            more
                ? Optional.of(cursor(shown.getLast(), cursor.total(), position))
                : Optional.empty()));
  }

  private static <R> String cursor(R last, long total, Function<R, Position> position) {
    return new Cursor(position.apply(last), total).text();
  }

  private static Pagination pagination(Wanted wanted, long total, Optional<String> next) {
    long pages = pages(wanted, total);
    return new Pagination(wanted.page(), wanted.size(), total, pages, hasNext(wanted, pages), next);
  }

  private static long pages(Wanted wanted, long total) {
    return (total + wanted.size() - 1) / wanted.size();
  }

  private static boolean hasNext(Wanted wanted, long pages) {
    int next = wanted.page() + 1;
    return next < pages && Wanted.isReached(next, wanted.size());
  }
}
