package ai.matih.pipelines.http.api.resource;

import ai.matih.pipelines.http.api.port.Lists;
import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.problem.ErrorCode;
import ai.matih.pipelines.http.api.routing.Answer;
import ai.matih.pipelines.http.api.routing.Call;
import ai.matih.pipelines.http.api.routing.Route;
import ai.matih.pipelines.identity.Permission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** What was to be told of runs, and what became of it. */
public final class Notifications {
  private static final Set<String> STATES = Set.of("WAITING", "SENT", "PARKED");

  private final Lists lists;

  public Notifications(Lists lists) {
    this.lists = lists;
  }

  /** The routes of this resource. */
  public List<Route> routes() {
    return List.of(
        Operation.get(
            "/v1/notifications",
            "listNotifications",
            Permission.PIPELINES_READ,
            Set.of("status", "size"),
            this::list));
  }

  private CompletionStage<Answer> list(Call call) {
    Optional<String> status = call.query().text("status");
    if (status.filter(one -> !STATES.contains(one)).isPresent()) {
      throw ApiError.of(ErrorCode.INVALID_PARAMETER, "status cannot be " + status.get() + ".")
          .remedy("Give WAITING, SENT or PARKED.")
          .exception();
    }
    int size = (int) call.query().number("size", 20, 1, 100);
    return lists
        .notifications(call.tenant(), status, size)
        .thenApply(rows -> Answer.ok(Map.of("data", rows)));
  }
}
