package ai.matih.pipelines.http.api.resource;

import ai.matih.pipelines.definition.Trigger;
import ai.matih.pipelines.http.api.json.BodyReader;
import ai.matih.pipelines.http.api.port.Definitions;
import ai.matih.pipelines.http.api.port.Definitions.Preparation;
import ai.matih.pipelines.http.api.port.PipelineCalls;
import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.problem.ErrorCode;
import ai.matih.pipelines.http.api.routing.Access;
import ai.matih.pipelines.http.api.routing.Answer;
import ai.matih.pipelines.http.api.routing.Body;
import ai.matih.pipelines.http.api.routing.Call;
import ai.matih.pipelines.http.api.routing.PathTemplate;
import ai.matih.pipelines.http.api.routing.Route;
import ai.matih.pipelines.http.api.security.HookSignature;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.pipeline.Pipeline;
import ai.matih.pipelines.pipeline.PipelineCommand;
import ai.matih.pipelines.pipeline.PipelineReply;
import ai.matih.pipelines.planning.Plan;
import ai.matih.pipelines.trigger.Evidence;
import ai.matih.pipelines.trigger.Firing;
import ai.matih.pipelines.trigger.Missed;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Calls from outside that start a run of the pipeline with the webhook trigger that they name. Who
 * calls needs no token: the call is signed with the key of the trigger's connection.
 */
public final class Hooks {
  private static final String DELIVERY = "delivery_id";

  private final PipelineCalls pipelines;
  private final Definitions definitions;
  private final PipelineDirectory directory;
  private final Clock clock;

  /** A call that has not become a run: it waits for a place, or the overlap policy drops it. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record MetView(
      String executionId,
      String pipelineId,
      String status,
      Optional<String> reason,
      Optional<String> detail) {}

  /** Signatures count near the time of {@code clock}. */
  public Hooks(PipelineCalls pipelines, Definitions definitions, Clock clock) {
    this.pipelines = pipelines;
    this.definitions = definitions;
    this.directory = new PipelineDirectory(pipelines);
    this.clock = clock;
  }

  /** The routes of this resource. */
  public List<Route> routes() {
    return List.of(
        new Route(
            "POST",
            PathTemplate.of("/v1/hooks/{tenantId}/{pipelineName}/{hookName}"),
            "callHook",
            new Access.Open(),
            Set.of(),
            Body.JSON,
            this::call));
  }

  private CompletionStage<Answer> call(Call call) {
    String hook = call.path().get("hookName");
    TenantId tenant = tenant(call.path().get("tenantId"));
    Principal trigger =
        new Principal(tenant, "trigger:webhook/" + hook, Set.of(), Set.of("pipelines:*"));
    Cause cause =
        new Cause(
            trigger.subject(),
            Cause.Origin.TRIGGER,
            Optional.of(call.identity().correlationId()),
            call.identity().traceparent());
    HookSignature signature = HookSignature.parse(call.header("x-matih-signature").orElse(""));
    return directory
        .named(trigger, call.path().get("pipelineName"), cause)
        .thenCompose(
            found -> {
              Pipeline pipeline = found.orElseThrow(Hooks::refused);
              String connection = connection(pipeline, hook).orElseThrow(Hooks::refused);
              return definitions
                  .signingKey(tenant, connection)
                  .thenCompose(
                      key -> {
                        if (key.filter(one -> signature.holds(one, call.body(), clock.instant()))
                            .isEmpty()) {
                          throw refused();
                        }
                        return start(call, pipeline, trigger, cause, hook, signature);
                      });
            });
  }

  private CompletionStage<Answer> start(
      Call call,
      Pipeline pipeline,
      Principal trigger,
      Cause cause,
      String hook,
      HookSignature signature) {
    JsonNode body = BodyReader.read(call.body(), JsonNode.class);
    // a sender that tries again signs anew, so what it sends again must name itself
    Optional<String> delivery =
        Optional.of(body.path(DELIVERY)).filter(JsonNode::isTextual).map(JsonNode::asText);
    Map<String, Object> parameters = parameters(pipeline, body);
    Firing firing =
        new Firing(
            hook,
            delivery.orElse(signature.hash()),
            clock.instant(),
            parameters,
            new Evidence.Call(delivery, call.identity().correlationId()),
            1);
    PipelineId id = pipeline.id().orElseThrow();
    return definitions
        .prepare(trigger.tenant(), pipeline.live(), parameters, Optional.empty())
        .thenCompose(
            prepared -> {
              Preparation.Ready ready = Runs.ready(prepared);
              return pipelines
                  .ask(
                      id,
                      new PipelineCommand.Called(
                          trigger,
                          id,
                          firing,
                          pipeline.live().number(),
                          new PipelineCommand.Pinned(
                              ready.plan(),
                              ready.parameters(),
                              ready.variables(),
                              ready.connections(),
                              ready.prices())),
                      cause)
                  .thenApply(reply -> answer(id, ready.plan(), reply));
            });
  }

  private static Answer answer(PipelineId pipeline, Plan plan, PipelineReply reply) {
    return switch (reply) {
      case PipelineReply.Ticketed ticketed -> Runs.accepted(pipeline, plan, ticketed);
      case PipelineReply.Met met ->
          Answer.json(
              202,
              new MetView(
                  met.execution().value(),
                  pipeline.value(),
                  met.missed().isPresent() ? "SKIPPED" : "WAITING",
                  met.missed().map(Missed::why).map(Missed.Why::name),
                  met.missed().map(Missed::detail)));
      case PipelineReply.Refused refused -> throw Refusals.of(refused);
      case PipelineReply.NotFound ignored -> throw refused();
      case PipelineReply.Gone ignored -> throw refused();
      case PipelineReply.Noted ignored -> throw Refusals.unexpected(reply);
      case PipelineReply.View ignored -> throw Refusals.unexpected(reply);
      case PipelineReply.Accepted ignored -> throw Refusals.unexpected(reply);
    };
  }

  /** The fields of the body that the definition has parameters for. */
  private static Map<String, Object> parameters(Pipeline pipeline, JsonNode body) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    for (String name : pipeline.live().definition().parameters().keySet()) {
      JsonNode value = body.path(name);
      if (value.isValueNode() && !value.isNull()) {
        parameters.put(
            name,
            value.isNumber()
                ? value.numberValue()
                : value.isBoolean() ? (Object) value.booleanValue() : value.asText());
      }
    }
    return parameters;
  }

  private static Optional<String> connection(Pipeline pipeline, String hook) {
    return pipeline.live().definition().orchestration().triggers().stream()
        .flatMap(
            one ->
                one instanceof Trigger.Webhook webhook && webhook.name().equals(Optional.of(hook))
                    ? webhook.connection().stream()
                    : java.util.stream.Stream.empty())
        .findFirst();
  }

  private static TenantId tenant(String text) {
    try {
      return new TenantId(text);
    } catch (IllegalArgumentException e) {
      throw refused();
    }
  }

  /** One answer for all: who cannot sign learns not even what there is. */
  private static RuntimeException refused() {
    return ApiError.of(ErrorCode.UNAUTHORIZED, "There is no such hook, or the signature is wrong.")
        .remedy(
            "Sign \"<seconds>.<body>\" with the signing_key of the trigger's connection (HMAC-SHA-256)"
                + " and send X-Matih-Signature: t=<seconds>,v1=<hex>; seconds may be five minutes off.")
        .exception();
  }
}
