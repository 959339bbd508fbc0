package ai.matih.pipelines.http.api.command;

import ai.matih.pipelines.http.api.json.Json;
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
import ai.matih.pipelines.http.api.routing.Route;
import ai.matih.pipelines.http.api.security.Authentication;
import ai.matih.pipelines.http.api.security.RateLimits;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.Permission;
import ai.matih.pipelines.identity.Principal;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what is asked for on the command topic, by the same handlers, permissions and
 * idempotency keys as a request: every operation that is no read. Safe for any thread; never
 * blocks.
 */
public final class CommandHandling {
  /** The schema of what {@link Outcome.Answered} holds. */
  public static final String RESULT = "command-result/1";

  private static final Logger DENIED = LoggerFactory.getLogger("ai.matih.pipelines.security");
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

  /** What a segment of an address can be: no slash, no control character. */
  private static final Pattern SEGMENT = Pattern.compile("[^/\\\\\\p{Cntrl}]{1,500}");

  private final Map<String, Route> operations;
  private final Authentication authentication;
  private final Optional<Principal> trusted;
  private final Optional<RateLimits> limits;
  private final Patience patience;
  private final Clock clock;

  /**
   * How long a command is tried.
   *
   * @param call until a call counts as unanswered
   * @param tries of a call that was not answered, or failed in the node
   * @param pause between two tries
   */
  public record Patience(Duration call, int tries, Duration pause) {}

  /**
   * Handles the operations of {@code routes} that change something.
   *
   * @param trusted in whose name commands without a token are carried out, where the broker itself
   *     decides who may write to the topic; empty: they are refused
   * @param limits that commands share with requests
   */
  public CommandHandling(
      List<Route> routes,
      Authentication authentication,
      Optional<Principal> trusted,
      Optional<RateLimits> limits,
      Patience patience,
      Clock clock) {
    this.operations =
        routes.stream()
            .filter(route -> !route.method().equals("GET"))
            .collect(Collectors.toUnmodifiableMap(Route::operationId, Function.identity()));
    this.authentication = authentication;
    this.trusted = trusted;
    this.limits = limits;
    this.patience = patience;
    this.clock = clock;
  }

  /** The operations that can be asked for, by the names of {@code openapi.yaml}. */
  public Set<String> operations() {
    return operations.keySet();
  }

  /** What becomes of {@code record}; the stage never fails. */
  public CompletionStage<Outcome> handle(CommandRecord record) {
    try {
      return handle(record, AskedCommand.read(record.value()), 1);
    } catch (AskedCommand.Unreadable e) {
      return knownSender(record)
          .thenApply(sender -> new Outcome.Unreadable(e.getMessage(), sender));
    }
  }

  private CompletionStage<Outcome> handle(CommandRecord record, AskedCommand asked, int attempt) {
    RequestIdentity identity =
        RequestIdentity.of(
            Optional.of(asked.commandId()),
            Optional.ofNullable(record.headers().get("x-correlation-id")),
            Optional.ofNullable(record.headers().get("traceparent")));
    CompletionStage<Answer> answer;
    try {
      answer = call(record, asked, identity);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedStage(e);
    }
    return answer
        .handle(
            (good, failure) ->
                failure == null
                    ? CompletableFuture.<Outcome>completedStage(
                        new Outcome.Answered(result(asked, good.status(), body(good))))
                    : refused(record, asked, attempt, identity, failure))
        .thenCompose(Function.identity());
  }

  private CompletionStage<Answer> call(
      CommandRecord record, AskedCommand asked, RequestIdentity identity) {
    Route route = operations.get(asked.operation());
    if (route == null) {
      throw ApiError.of(
              ErrorCode.VALIDATION_FAILED, "There is no operation " + asked.operation() + ".")
          .remedy(
              "Name one of " + String.join(", ", operations.keySet().stream().sorted().toList()))
          .exception();
    }
    return caller(record, route)
        .thenCompose(
            caller -> {
              Map<String, String> headers = new HashMap<>(record.headers());
              headers.put("x-idempotency-key", asked.commandId());
              return route
                  .handler()
                  .handle(
                      new Call(
                          Cause.Origin.KAFKA,
                          route,
                          path(route, asked),
                          new QueryParameters(Map.of()),
                          caller,
                          identity,
                          headers,
                          mediaType(route, asked),
                          asked.bytes(route.body())))
                  .toCompletableFuture()
                  .orTimeout(patience.call().toMillis(), TimeUnit.MILLISECONDS);
            });
  }

  private CompletionStage<Optional<Principal>> caller(CommandRecord record, Route route) {
    return switch (route.access()) {
      case Access.Open ignored -> CompletableFuture.completedStage(Optional.empty());
      case Access.Needs needs ->
          sender(record)
              .thenApply(
                  principal -> {
                    count(principal);
                    Authentication.require(principal, needs.permission());
                    if (record.headers().containsKey(Call.ON_BEHALF_OF)) {
                      Authentication.require(principal, Permission.ADMIN);
                    }
                    return Optional.of(principal);
                  });
    };
  }

  /** Commands count as requests do; who is refused may send the same command again later. */
  private void count(Principal principal) {
    limits.ifPresent(
        limit -> {
          RateLimits.Standing standing = limit.count(principal.tenant());
          if (!standing.allowed()) {
            throw limit.refusal(standing).exception();
          }
        });
  }

  private CompletionStage<Optional<Principal>> knownSender(CommandRecord record) {
    return sender(record).handle((principal, refused) -> Optional.ofNullable(principal));
  }

  private CompletionStage<Principal> sender(CommandRecord record) {
    Optional<String> authorization = Optional.ofNullable(record.headers().get("authorization"));
    Optional<String> tenant = Optional.ofNullable(record.headers().get("x-tenant-id"));
    return authorization.isEmpty() && trusted.isPresent()
        ? CompletableFuture.completedStage(Authentication.inTenant(trusted.get(), tenant))
        : authentication.authenticate(authorization, tenant);
  }

  private static Map<String, String> path(Route route, AskedCommand asked) {
    Map<String, String> values = new HashMap<>();
    Matcher parameters = PARAMETER.matcher(route.path().text());
    while (parameters.find()) {
      String name = parameters.group(1);
      String value = asked.path().get(name);
      if (value == null || !SEGMENT.matcher(value).matches()) {
        throw ApiError.parameter(
                name, String.valueOf(value), "a value in \"path\", without slashes")
            .exception();
      }
      values.put(name, value);
    }
    return values;
  }

  private static String mediaType(Route route, AskedCommand asked) {
    String type = asked.mediaType();
    if (route.body() == Body.NONE || type.isEmpty()) {
      return "";
    }
    if (!route.body().mediaTypes().contains(type)) {
      throw ApiError.of(ErrorCode.VALIDATION_FAILED, "The body must be an object here.")
          .exception();
    }
    return type;
  }

  private CompletionStage<Outcome> refused(
      CommandRecord record,
      AskedCommand asked,
      int attempt,
      RequestIdentity identity,
      Throwable failure) {
    ApiError error = FailedCall.error(failure, identity.requestId());
    byte[] envelope = ErrorBody.envelope(error, identity.requestId(), clock.instant());
    byte[] result = result(asked, error.status(), envelope);
    if (error.status() == 401 || error.status() == 403) {
      DENIED.info(
          "denied command {} for {} with {}", asked.commandId(), asked.operation(), error.code());
    }
    if (error.code().category() != ErrorCode.Category.SERVER_ERROR) {
      return CompletableFuture.completedStage(new Outcome.Answered(result));
    }
    if (attempt >= patience.tries()) {
      String reason = "not carried out in " + attempt + " tries: " + error.message();
      return knownSender(record).thenApply(sender -> new Outcome.GivenUp(result, reason, sender));
    }
    return CompletableFuture.supplyAsync(
            () -> handle(record, asked, attempt + 1),
            CompletableFuture.delayedExecutor(
                patience.pause().toMillis() << Math.min(attempt - 1, 6), TimeUnit.MILLISECONDS))
        .thenCompose(Function.identity());
  }

  private byte[] result(AskedCommand asked, int status, byte[] body) {
    ObjectNode result = Json.object();
    result.put("schema", RESULT);
    result.put("commandId", asked.commandId());
    result.put("operation", asked.operation());
    result.put("status", status);
    result.put("completedAt", clock.instant().toString());
    try {
      result.set("body", body.length == 0 ? null : Json.mapper().readTree(body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Json.bytes(result);
  }

  private static byte[] body(Answer answer) {
    return switch (answer.content()) {
      case Answer.Content.Whole whole -> whole.bytes().toArray();
      case Answer.Content.Stream ignored ->
          throw new IllegalStateException("an operation that changes something answers no stream");
    };
  }
}
