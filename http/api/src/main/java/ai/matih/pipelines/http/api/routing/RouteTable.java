package ai.matih.pipelines.http.api.routing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** All routes, and how a path finds its one. Immutable after construction. */
public final class RouteTable {
  private final List<Route> routes;
  private final Map<Integer, List<Resource>> resources = new HashMap<>();

  /** A path with its operations by method. */
  private record Resource(PathTemplate path, Map<String, Route> operations) {}

  /** Where a path leads. */
  public sealed interface Match {
    /** To this route with these path values. */
    record Found(Route route, Map<String, String> values) implements Match {}

    /** There is such a path, with other methods. */
    record WrongMethod(PathTemplate path, SortedSet<String> allowed) implements Match {
      /** The methods as an {@code Allow} header has them. */
      public String allow() {
        return String.join(", ", allowed);
      }
    }

    /** Nowhere. */
    record Nothing() implements Match {}
  }

  /** Throws IllegalArgumentException if two routes are the same. */
  public RouteTable(List<Route> routes) {
    this.routes = List.copyOf(routes);
    Map<String, Resource> byText = new TreeMap<>();
    for (Route route : routes) {
      Resource resource =
          byText.computeIfAbsent(
              route.path().text(), text -> new Resource(route.path(), new HashMap<>()));
      if (resource.operations().put(route.method(), route) != null) {
        throw new IllegalArgumentException(
            "two routes for " + route.method() + " " + route.path().text());
      }
    }
    for (Resource resource : byText.values()) {
      resources
          .computeIfAbsent(resource.path().segments().size(), size -> new ArrayList<>())
          .add(resource);
    }
    Comparator<Resource> literalFirst = Comparator.comparing(r -> r.path().precedence());
    resources.values().forEach(list -> list.sort(literalFirst));
  }

  /** Every route, in the order of declaration. */
  public List<Route> routes() {
    return routes;
  }

  /** The route for a decoded path; {@code HEAD} is answered by the route of {@code GET}. */
  public Match find(String method, List<String> path) {
    for (Resource resource : resources.getOrDefault(path.size(), List.of())) {
      Optional<Map<String, String>> values = resource.path().match(path);
      if (values.isPresent()) {
        Route route = resource.operations().get(method.equals("HEAD") ? "GET" : method);
        return route == null
            ? new Match.WrongMethod(resource.path(), allowed(resource))
            : new Match.Found(route, values.get());
      }
    }
    return new Match.Nothing();
  }

  private static SortedSet<String> allowed(Resource resource) {
    SortedSet<String> methods = new TreeSet<>(resource.operations().keySet());
    methods.add("OPTIONS");
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    return Collections.unmodifiableSortedSet(methods);
  }
}
