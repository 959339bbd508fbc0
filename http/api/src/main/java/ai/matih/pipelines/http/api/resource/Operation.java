package ai.matih.pipelines.http.api.resource;

import ai.matih.pipelines.http.api.routing.Access;
import ai.matih.pipelines.http.api.routing.Body;
import ai.matih.pipelines.http.api.routing.Handler;
import ai.matih.pipelines.http.api.routing.PathTemplate;
import ai.matih.pipelines.http.api.routing.Route;
import ai.matih.pipelines.identity.Permission;
import java.util.Set;

/** Short ways to declare routes. */
final class Operation {
  private Operation() {}

  /** Anyone may read it. */
  static Route open(String path, String operationId, Handler handler) {
    return new Route(
        "GET", PathTemplate.of(path), operationId, new Access.Open(), Set.of(), Body.NONE, handler);
  }

  /** A read. */
  static Route get(
      String path, String operationId, Permission permission, Set<String> query, Handler handler) {
    return of("GET", path, operationId, permission, query, Body.NONE, handler);
  }

  /** A change or a question with a body. */
  static Route post(
      String path, String operationId, Permission permission, Body body, Handler handler) {
    return of("POST", path, operationId, permission, Set.of(), body, handler);
  }

  /** Any other. */
  static Route of(
      String method,
      String path,
      String operationId,
      Permission permission,
      Set<String> query,
      Body body,
      Handler handler) {
    return new Route(
        method,
        PathTemplate.of(path),
        operationId,
        new Access.Needs(permission),
        query,
        body,
        handler);
  }
}
