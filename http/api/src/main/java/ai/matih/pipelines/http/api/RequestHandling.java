package ai.matih.pipelines.http.api;

import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.problem.ErrorBody;
import ai.matih.pipelines.http.api.problem.ErrorCode;
import ai.matih.pipelines.http.api.problem.FailedCall;
import ai.matih.pipelines.http.api.routing.Access;
import ai.matih.pipelines.http.api.routing.Answer;
import ai.matih.pipelines.http.api.routing.Body;
import ai.matih.pipelines.http.api.routing.Call;
import ai.matih.pipelines.http.api.routing.QueryParameters;
import ai.matih.pipelines.http.api.routing.RequestIdentity;
import ai.matih.pipelines.http.api.routing.RequestTarget;
import ai.matih.pipelines.http.api.routing.Route;
import ai.matih.pipelines.http.api.routing.RouteTable;
import ai.matih.pipelines.http.api.routing.RouteTable.Match;
import ai.matih.pipelines.http.api.security.Authentication;
import ai.matih.pipelines.http.api.security.RateLimits;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.Principal;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawRequestURI;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a request: address, route, caller, limit, body, handler, answer. In this order, so
 * that nobody without a token makes the node read a body. Every failure ends as an error body.
 */
final class RequestHandling {
  /** Every denied call; what a tenant does is in the journal. */
  private static final Logger DENIED = LoggerFactory.getLogger("ai.matih.pipelines.security");

  private static final String UNMATCHED = "unmatched";
  private static final int MOST_WAITING = 4_000;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final ActorSystem<?> system;
  private final ApiSettings settings;
  private final RouteTable routes;
  private final Authentication authentication;
  private final Optional<RateLimits> limits;
  private final RequestMetrics metrics;
  private final Clock clock;
  private final Turns turns;
  private final Turns strangersTurns;

  RequestHandling(
      ActorSystem<?> system,
      ApiSettings settings,
      RouteTable routes,
      Authentication authentication,
      RequestMetrics metrics,
      Clock clock) {
    this.system = system;
    this.settings = settings;
    this.routes = routes;
    this.authentication = authentication;
    this.metrics = metrics;
    this.clock = clock;
    this.limits = settings.limits();
    this.turns = turns();
    this.strangersTurns = turns();
  }

  private Turns turns() {
    return new Turns(settings.atOnce(), MOST_WAITING, LONGEST_WAIT, system.executionContext());
  }

  /** One request on its way: what is known of it so far. */
  private final class Passage {
    final HttpRequest request;
    final Map<String, String> headers;
    final RequestIdentity identity;
    final long started = System.nanoTime();
    final Map<String, String> limitHeaders = new HashMap<>();
    String endpoint = UNMATCHED;
    String caller = "nobody";
    boolean bodyTaken;

    Passage(HttpRequest request) {
      this.request = request;
      this.headers = headersOf(request);
      this.identity =
          RequestIdentity.of(
              Optional.ofNullable(headers.get("x-request-id")),
              Optional.ofNullable(headers.get("x-correlation-id")),
              Optional.ofNullable(headers.get("traceparent")));
    }

    String method() {
      return request.method().value();
    }
  }

  /** Answers {@code request}; the stage never fails. */
  CompletionStage<HttpResponse> handle(HttpRequest request) {
    Passage passage = new Passage(request);
    CompletionStage<Answer> answer;
    try {
      answer = route(passage);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedStage(e);
    }
    return answer.handle((good, failure) -> response(passage, good, failure));
  }

  private CompletionStage<Answer> route(Passage passage) {
    RequestTarget target = RequestTarget.parse(rawUri(passage.request));
    return switch (routes.find(passage.method(), target.segments())) {
      case Match.Nothing ignored ->
          throw ApiError.of(ErrorCode.RESOURCE_NOT_FOUND, "There is nothing at this address.")
              .remedy("See /openapi.yaml for the addresses.")
              .exception();
      case Match.WrongMethod wrong -> {
        passage.endpoint = wrong.path().text();
        passage.limitHeaders.put("Allow", wrong.allow());
        if (passage.method().equals("OPTIONS")) {
          yield CompletableFuture.completedStage(Answer.empty());
        }
        throw ApiError.of(
                ErrorCode.METHOD_NOT_ALLOWED,
                passage.method() + " is not possible here, but " + wrong.allow() + ".")
            .exception();
      }
      case Match.Found found -> {
        passage.endpoint = found.route().path().text();
        yield admit(passage, found.route())
            .thenCompose(caller -> call(passage, found, target, caller));
      }
    };
  }

  private CompletionStage<Optional<Principal>> admit(Passage passage, Route route) {
    return switch (route.access()) {
      case Access.Open ignored -> CompletableFuture.completedStage(Optional.empty());
      case Access.Needs needs ->
          authentication
              .authenticate(
                  Optional.ofNullable(passage.headers.get("authorization")),
                  Optional.ofNullable(passage.headers.get("x-tenant-id")))
              .thenApply(
                  principal -> {
                    passage.caller = principal.subject() + " of " + principal.tenant();
                    limits.ifPresent(limit -> count(passage, limit, principal));
                    Authentication.require(principal, needs.permission());
                    return Optional.of(principal);
                  });
    };
  }

  private static void count(Passage passage, RateLimits limits, Principal principal) {
    RateLimits.Standing standing = limits.count(principal.tenant());
    passage.limitHeaders.put("X-RateLimit-Limit", "" + standing.limit());
    passage.limitHeaders.put("X-RateLimit-Remaining", "" + standing.remaining());
    passage.limitHeaders.put("X-RateLimit-Reset", "" + standing.resetAt());
    if (!standing.allowed()) {
      passage.limitHeaders.put("Retry-After", "" + limits.retryAfter(standing));
      throw limits.refusal(standing).exception();
    }
  }

  private CompletionStage<Answer> call(
      Passage passage, Match.Found found, RequestTarget target, Optional<Principal> caller) {
    Route route = found.route();
    QueryParameters query = new QueryParameters(target.query());
    query.allowOnly(route.query());
    String mediaType = mediaType(passage.request);
    return body(passage, route, mediaType)
        .thenCompose(
            body -> {
              Call call =
                  new Call(
                      Cause.Origin.API,
                      route,
                      found.values(),
                      query,
                      caller,
                      passage.identity,
                      passage.headers,
                      mediaType,
                      body);
              return switch (route.access()) {
                case Access.Open ignored when route.body() == Body.NONE -> carryOut(call);
                case Access.Open ignored -> strangersTurns.inTurn(() -> carryOut(call));
                case Access.Needs ignored -> turns.inTurn(() -> carryOut(call));
              };
            });
  }

  private CompletionStage<Answer> carryOut(Call call) {
    return call.route()
        .handler()
        .handle(call)
        .toCompletableFuture()
        .orTimeout(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
  }

  private CompletionStage<byte[]> body(Passage passage, Route route, String mediaType) {
    if (route.body() == Body.NONE || passage.request.entity().isKnownEmpty()) {
      return CompletableFuture.completedStage(new byte[0]);
    }
    if (!route.body().mediaTypes().contains(mediaType)) {
      throw ApiError.of(
              ErrorCode.UNSUPPORTED_MEDIA_TYPE,
              mediaType.isEmpty()
                  ? "The body has no type."
                  : "A body of type " + mediaType + " is not read here.")
          .remedy("Send " + String.join(" or ", route.body().mediaTypes()) + ".")
          .exception();
    }
    var length = passage.request.entity().getContentLengthOption();
    if (length.isPresent() && length.getAsLong() > settings.maxBodyBytes()) {
      throw tooLarge();
    }
    passage.bodyTaken = true;
    return passage
        .request
        .entity()
        .withSizeLimit(settings.maxBodyBytes())
        .toStrict(settings.bodyPatience().toMillis(), 2L * settings.maxBodyBytes(), system)
        .handle(
            (strict, failure) -> {
              if (failure == null) {
                return strict.getData().toArray();
              }
              throw unreadable(FailedCall.cause(failure));
            });
  }

  private RuntimeException unreadable(Throwable failure) {
    if (failure instanceof EntityStreamSizeException) {
      return tooLarge();
    }
    return failure instanceof TimeoutException
        ? ApiError.of(
                ErrorCode.REQUEST_TIMEOUT,
                "The body did not arrive within " + settings.bodyPatience().toSeconds() + " s.")
            .exception()
        : ApiError.of(ErrorCode.MALFORMED_REQUEST, "The body broke off.").exception();
  }

  private RuntimeException tooLarge() {
    return ApiError.of(
            ErrorCode.PAYLOAD_TOO_LARGE,
            "The body is larger than " + settings.maxBodyBytes() + " bytes.")
        .with("limit", settings.maxBodyBytes())
        .exception();
  }

  private HttpResponse response(Passage passage, Answer good, Throwable failure) {
    Answer answer = failure == null ? good : refusal(passage, failure);
    boolean close = false;
    if (!passage.bodyTaken && !passage.request.entity().isKnownEmpty()) {
      passage.request.discardEntityBytes(system);
      close = failure != null;
    } else if (answer.status() == 413 || answer.status() == 408) {
      close = true;
    }
    metrics.answered(
        passage.method(), passage.endpoint, answer.status(), System.nanoTime() - passage.started);
    return Responses.of(answer, passage.identity, passage.limitHeaders, close);
  }

  private Answer refusal(Passage passage, Throwable failure) {
    ApiError error = FailedCall.error(failure, passage.identity.requestId());
    if (error.code() == ErrorCode.SERVICE_UNAVAILABLE) {
      passage.limitHeaders.put("Retry-After", "1");
    }
    if (error.status() == 401 || error.status() == 403) {
      DENIED.info(
          "denied {} {} to {} with {} in request {}",
          passage.method(),
          passage.endpoint,
          passage.caller,
          error.code(),
          passage.identity.requestId());
    }
    if (error.status() == 401) {
      passage.limitHeaders.put("WWW-Authenticate", "Bearer realm=\"matih\"");
    }
    boolean problem = passage.headers.getOrDefault("accept", "").contains(ErrorBody.PROBLEM_JSON);
    String requestId = passage.identity.requestId();
    return problem
        ? Answer.bytes(error.status(), ErrorBody.PROBLEM_JSON, ErrorBody.problem(error, requestId))
        : Answer.bytes(
            error.status(), Answer.JSON, ErrorBody.envelope(error, requestId, clock.instant()));
  }

  private static String rawUri(HttpRequest request) {
    return request
        .getHeader(RawRequestURI.class)
        .map(RawRequestURI::uri)
        .filter(uri -> uri.startsWith("/"))
        .orElseGet(
            () ->
                request.getUri().getPathString()
                    + request.getUri().rawQueryString().map(query -> "?" + query).orElse(""));
  }

  private static String mediaType(HttpRequest request) {
    var type = request.entity().getContentType().mediaType();
    String text = type.mainType() + "/" + type.subType();
    return text.equals("none/none") ? "" : text.toLowerCase(Locale.ROOT);
  }

  private static Map<String, String> headersOf(HttpRequest request) {
    Map<String, String> headers = new HashMap<>();
    for (HttpHeader header : request.getHeaders()) {
      headers.merge(header.lowercaseName(), header.value(), (first, next) -> first + ", " + next);
    }
    return headers;
  }
}
