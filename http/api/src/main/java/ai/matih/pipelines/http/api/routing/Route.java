package ai.matih.pipelines.http.api.routing;

import java.util.Set;

/**
 * One operation of the interface. The table of these and {@code openapi.yaml} say the same; a test
 * compares them.
 *
 * @param operationId as in the document
 * @param query the query parameters it knows; others are refused
 */
public record Route(
    String method,
    PathTemplate path,
    String operationId,
    Access access,
    Set<String> query,
    Body body,
    Handler handler) {

  public Route {
    query = Set.copyOf(query);
  }
}
