package ai.matih.pipelines.http.api.resource;

import ai.matih.pipelines.http.api.port.ClusterOperations;
import ai.matih.pipelines.http.api.port.ClusterOperations.Member;
import ai.matih.pipelines.http.api.port.ClusterOperations.Reader;
import ai.matih.pipelines.http.api.port.OperatorLog;
import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.problem.ErrorCode;
import ai.matih.pipelines.http.api.routing.Answer;
import ai.matih.pipelines.http.api.routing.Body;
import ai.matih.pipelines.http.api.routing.Call;
import ai.matih.pipelines.http.api.routing.Route;
import ai.matih.pipelines.http.api.view.OperatorActionView;
import ai.matih.pipelines.identity.Permission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/** {@code /v1/cluster}: the nodes, what they work on, and what an operator does to them. */
public final class ClusterResource {
  private static final String ALL = "/v1/cluster";
  private static final String MEMBER = ALL + "/members/{node}";
  private static final String READER = ALL + "/readers/{reader}";

  private final ClusterOperations cluster;
  private final OperatorLog log;
  private final OperatorDeeds deeds;

  /** Every change is noted in {@code log}. */
  public ClusterResource(ClusterOperations cluster, OperatorLog log) {
    this.cluster = cluster;
    this.log = log;
    this.deeds = new OperatorDeeds(log);
  }

  /** Where to set a reader back to. */
  record Rewind(Optional<Long> position) {}

  /** The routes of this resource. */
  public List<Route> routes() {
    return List.of(
        Operation.get(ALL, "getCluster", Permission.ADMIN, Set.of(), this::view),
        Operation.get(
            ALL + "/actions",
            "listActions",
            Permission.AUDIT_READ,
            Set.of("size", "before"),
            this::actions),
        post(MEMBER + "/leave", "leaveCluster", this::leave),
        post(MEMBER + "/down", "downMember", this::down),
        post(MEMBER + "/drain", "drainMember", call -> drain(call, true)),
        post(MEMBER + "/undrain", "undrainMember", call -> drain(call, false)),
        post(READER + "/pause", "pauseReader", call -> pause(call, true)),
        post(READER + "/resume", "resumeReader", call -> pause(call, false)),
        Operation.post(
            READER + "/rewind", "rewindReader", Permission.ADMIN, Body.JSON, this::rewind));
  }

  private static Route post(
      String path, String operation, Function<Call, CompletionStage<Answer>> handler) {
    return Operation.post(path, operation, Permission.ADMIN, Body.NONE, handler::apply);
  }

  private CompletionStage<Answer> view(Call call) {
    return cluster.view().thenApply(Answer::ok);
  }

  private CompletionStage<Answer> actions(Call call) {
    return log.newest(
            call.tenant(),
            call.query().number("before", Long.MAX_VALUE, 1, Long.MAX_VALUE),
            (int) call.query().number("size", 20, 1, 100))
        .thenApply(
            found ->
                Answer.ok(Map.of("data", found.stream().map(OperatorActionView::of).toList())));
  }

  private CompletionStage<Answer> leave(Call call) {
    return member(call, "cluster.leave", member -> {}, cluster::leave);
  }

  private CompletionStage<Answer> down(Call call) {
    return member(call, "cluster.down", ClusterResource::mustBeAway, cluster::down);
  }

  private CompletionStage<Answer> drain(Call call, boolean drained) {
    String node = call.path().get("node");
    return deeds
        .audited(
            call,
            drained ? "cluster.drain" : "cluster.undrain",
            "node " + node,
            Map.of(),
            () ->
                cluster
                    .view()
                    .thenCompose(
                        view -> {
                          Member member =
                              view.members().stream()
                                  .filter(one -> one.node().equals(node))
                                  .findFirst()
                                  .orElseThrow(() -> unknown(node));
                          if (drained) {
                            othersMustDo(member, view.members());
                          }
                          return cluster.drain(node, drained);
                        }))
        .thenApply(done -> Answer.empty());
  }

  /** For each of its roles there must be another that works. */
  private static void othersMustDo(Member member, List<Member> members) {
    for (String role : member.roles()) {
      if (members.stream()
          .noneMatch(
              one ->
                  !one.node().equals(member.node())
                      && one.reachable()
                      && !one.drained()
                      && one.roles().contains(role))) {
        throw ApiError.of(
                ErrorCode.CONFLICT,
                "No other node of role " + role + " would be left to do the work.")
            .remedy("Start one, or take one back with `matih cluster undrain`.")
            .exception();
      }
    }
  }

  private CompletionStage<Answer> member(
      Call call, String action, Consumer<Member> check, Function<String, Boolean> change) {
    String node = call.path().get("node");
    return deeds
        .audited(
            call,
            action,
            "node " + node,
            Map.of(),
            () ->
                cluster
                    .view()
                    .thenApply(
                        view -> {
                          check.accept(oneOfSeveral(view.members(), node));
                          if (!change.apply(node)) {
                            throw unknown(node);
                          }
                          return node;
                        }))
        .thenApply(done -> Answer.empty());
  }

  private static Member oneOfSeveral(List<Member> members, String node) {
    Member member =
        members.stream()
            .filter(one -> one.node().equals(node))
            .findFirst()
            .orElseThrow(() -> unknown(node));
    if (members.size() == 1) {
      throw ApiError.of(ErrorCode.CONFLICT, "The node " + node + " is the cluster's only one.")
          .remedy("Stop it with `matih down`, or by its supervisor.")
          .exception();
    }
    return member;
  }

  private static RuntimeException unknown(String node) {
    return ApiError.notFound("member", node)
        .remedy("`matih cluster` lists the members.")
        .exception();
  }

  /** A node that works would go on working for a while beside those that take its place. */
  private static void mustBeAway(Member member) {
    if (member.reachable()) {
      throw ApiError.of(
              ErrorCode.CONFLICT, "The node " + member.node() + " is reachable: it is not dead.")
          .remedy("Let it leave with `matih cluster leave " + member.node() + "`.")
          .exception();
    }
  }

  private CompletionStage<Answer> pause(Call call, boolean paused) {
    return reader(call)
        .thenCompose(
            reader ->
                deeds.audited(
                    call,
                    paused ? "reader.pause" : "reader.resume",
                    "reader " + reader.name(),
                    Map.of("position", reader.position()),
                    () -> cluster.pause(reader.name(), paused)))
        .thenApply(done -> Answer.empty());
  }

  private CompletionStage<Answer> rewind(Call call) {
    long position = call.read(Rewind.class).position().orElse(0L);
    return reader(call)
        .thenCompose(
            reader -> {
              if (position < 0 || position > reader.position()) {
                throw ApiError.parameter(
                        "position", "" + position, "from 0 to " + reader.position())
                    .exception();
              }
              return deeds.audited(
                  call,
                  "reader.rewind",
                  "reader " + reader.name(),
                  Map.of("from", reader.position(), "to", position),
                  () -> cluster.rewind(reader.name(), position));
            })
        .thenApply(done -> Answer.empty());
  }

  private CompletionStage<Reader> reader(Call call) {
    String name = call.path().get("reader");
    return cluster
        .view()
        .thenApply(
            view -> {
              Reader reader =
                  view.readers().stream()
                      .filter(one -> one.name().equals(name))
                      .findFirst()
                      .orElseThrow(() -> ApiError.notFound("reader", name).exception());
              if (!reader.controllable()) {
                throw ApiError.of(
                        ErrorCode.CONFLICT,
                        "The reader "
                            + name
                            + " is one with the wake-up index, which nothing may"
                            + " stop or set back.")
                    .exception();
              }
              return reader;
            });
  }
}
