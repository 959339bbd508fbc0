package ai.matih.pipelines.http.api.resource;

import ai.matih.pipelines.http.api.json.BodyReader;
import ai.matih.pipelines.http.api.port.Owners;
import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.routing.Answer;
import ai.matih.pipelines.http.api.routing.Body;
import ai.matih.pipelines.http.api.routing.Call;
import ai.matih.pipelines.http.api.routing.Route;
import ai.matih.pipelines.identity.Permission;
import ai.matih.pipelines.persistence.operations.AppliedResources.Owned;
import ai.matih.pipelines.persistence.operations.AppliedResources.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * {@code /v1/owners}: which pipelines, connections and variables were applied from whose files, so
 * that a prune deletes nothing of anybody else.
 */
public final class OwnerLabels {
  private static final String ONE = "/v1/owners/{owner}";
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");
  private static final Set<String> KINDS = Set.of("pipeline", "connection", "variable");
  private static final int MOST = 10_000;

  private final Owners owners;

  /** Over {@code owners}. */
  public OwnerLabels(Owners owners) {
    this.owners = owners;
  }

  /** Resources that were applied or are no longer. */
  record ResourcesBody(Optional<List<Resource>> resources) {}

  /** A resource and whose it is. */
  record OwnedView(
      String kind,
      String name,
      String identity,
      String owner,
      Instant appliedAt,
      String appliedBy) {

    static OwnedView of(Owned one) {
      return new OwnedView(
          one.resource().kind(),
          one.resource().name(),
          one.resource().identity(),
          one.owner(),
          one.appliedAt(),
          one.appliedBy());
    }
  }

  /** The routes of this resource. */
  public List<Route> routes() {
    return List.of(
        Operation.get(ONE, "getOwner", Permission.PIPELINES_READ, Set.of(), this::read),
        Operation.post(
            ONE + "/claim", "claimResources", Permission.PIPELINES_WRITE, Body.JSON, this::claim),
        Operation.post(
            ONE + "/release",
            "releaseResources",
            Permission.PIPELINES_WRITE,
            Body.JSON,
            this::release));
  }

  private CompletionStage<Answer> read(Call call) {
    return owners.of(call.tenant(), label(call)).thenApply(OwnerLabels::views);
  }

  private CompletionStage<Answer> claim(Call call) {
    return owners
        .claim(call.principal(), label(call), resources(call))
        .thenApply(OwnerLabels::views);
  }

  private CompletionStage<Answer> release(Call call) {
    return owners
        .release(call.tenant(), label(call), resources(call))
        .thenApply(done -> Answer.empty());
  }

  private static Answer views(List<Owned> owned) {
    return Answer.ok(Map.of("data", owned.stream().map(OwnedView::of).toList()));
  }

  private static String label(Call call) {
    String label = call.path().get("owner");
    if (!LABEL.matcher(label).matches()) {
      throw ApiError.parameter("owner", label, "a label of letters, digits, '_', '.' or '-'")
          .exception();
    }
    return label;
  }

  private static List<Resource> resources(Call call) {
    List<Resource> given = call.read(ResourcesBody.class).resources().orElse(List.of());
    boolean sound =
        given.size() <= MOST
            && given.stream()
                .allMatch(
                    one ->
                        one != null
                            && one.kind() != null
                            && KINDS.contains(one.kind())
                            && isText(one.name())
                            && isText(one.identity()));
    if (!sound) {
      throw BodyReader.problem(
          "invalid_resource",
          "resources",
          0,
          0,
          "Each resource has a kind (pipeline, connection or variable), a name and an identity.",
          "Name up to " + MOST + " of them.");
    }
    return given;
  }

  private static boolean isText(String text) {
    return text != null && !text.isBlank() && text.length() <= 500;
  }
}
