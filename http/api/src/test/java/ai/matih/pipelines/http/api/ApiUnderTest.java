package ai.matih.pipelines.http.api;

import ai.matih.pipelines.http.api.command.CommandHandling;
import ai.matih.pipelines.http.api.json.Json;
import ai.matih.pipelines.http.api.security.Keys;
import ai.matih.pipelines.http.api.security.SigningSecret;
import ai.matih.pipelines.identity.Principal;
import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The interface, listening on a free port of this machine, and a caller of it. */
final class ApiUnderTest implements AutoCloseable {
  static final String ISSUER = "matih-platform";
  static final String TENANT = "acme";

  /** A definition that the node in memory can plan once the connection DATA is there. */
  static final String DEFINITION =
      """
      # two lines that must survive
      metadata:
        name: %s
        version: "1.2.0"
        tags: [sales, daily]
      sources:
        sales:
          type: file
          connection: ${DATA}
          prefix: sales
          format: csv
      sinks:
        out:
          type: file
          connection: ${DATA}
          prefix: out
          format: parquet
          mode: overwrite
      """;

  private static final byte[] KEY =
      "a key of thirty-two bytes or more".getBytes(StandardCharsets.UTF_8);

  final NodeInMemory node = new NodeInMemory();
  private final ActorSystem<Void> system =
      ActorSystem.create(
          Behaviors.empty(),
          "api",
          ConfigFactory.parseString("pekko.loglevel=WARNING\npekko.stdout-loglevel=OFF")
              .withFallback(ConfigFactory.load()));
  private final ApiSettings settings;
  private final ApiServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  final String token = token(TENANT, List.of("super_admin"));

  ApiUnderTest() {
    this(UnaryOperator.identity());
  }

  ApiUnderTest(UnaryOperator<ApiSettings> change) {
    settings =
        change.apply(
            ApiSettings.of("127.0.0.1", 0, new Keys.Shared(new SigningSecret(KEY)), ISSUER));
    server =
        await(
            ApiServer.start(system, settings, node.ports(), Clock.systemUTC())
                .toCompletableFuture());
  }

  /** The same node's other way in. */
  CommandHandling commands(Optional<Principal> trusted) {
    return CommandInterface.of(system, settings, node.ports(), trusted, Clock.systemUTC());
  }

  int port() {
    return server.address().getPort();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /** A good token for half an hour. */
  static String token(String tenant, List<String> roles) {
    return sign(
        new JWTClaimsSet.Builder()
            .subject("ann")
            .issuer(ISSUER)
            .claim("tenant_id", tenant)
            .claim("roles", roles)
            .claim("type", "access")
            .expirationTime(Date.from(Instant.now().plus(Duration.ofMinutes(30))))
            .build());
  }

  static String sign(JWTClaimsSet claims) {
    try {
      SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
      jwt.sign(new MACSigner(KEY));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An answer with its body as JSON where it is JSON. */
  record Answered(int status, HttpResponse<String> raw) {
    JsonNode json() {
      try {
        return Json.mapper().readTree(raw.body());
      } catch (IOException e) {
        throw new AssertionError("no JSON: " + raw.body(), e);
      }
    }

    String header(String name) {
      return raw.headers().firstValue(name).orElse("");
    }

    String code() {
      return json().path("error").path("code").asText();
    }
  }

  Answered get(String path) {
    return send("GET", path, "", Map.of());
  }

  Answered post(String path, Object body) {
    return send(
        "POST",
        path,
        body instanceof String text ? text : Json.text(body),
        Map.of("Content-Type", "application/json"));
  }

  Answered yaml(String method, String path, String text) {
    return send(method, path, text, Map.of("Content-Type", "application/yaml"));
  }

  /** Sends with the default token unless {@code headers} has another or an empty one. */
  Answered send(String method, String path, String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .timeout(Duration.ofSeconds(60))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!headers.containsKey("Authorization")) {
      request.header("Authorization", "Bearer " + token);
    }
    headers.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            request.header(name, value);
          }
        });
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      return new Answered(response.statusCode(), response);
    } catch (IOException e) {
      throw new AssertionError(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Makes the connection DATA and the pipeline {@code name}; answers its id. */
  String pipeline(String name) {
    send(
        "PUT",
        "/v1/connections/DATA",
        "{\"type\":\"local\",\"options\":{\"root\":\"data\"}}",
        Map.of("Content-Type", "application/json"));
    Answered created = yaml("POST", "/v1/pipelines", DEFINITION.formatted(name));
    if (created.status() != 201) {
      throw new AssertionError(created.raw().body());
    }
    return created.json().path("pipelineId").asText();
  }

  /** Starts a run of the pipeline; answers its id. */
  String run(String pipelineId) {
    Answered started = post("/v1/pipelines/" + pipelineId + "/execute", "{}");
    if (started.status() != 202) {
      throw new AssertionError(started.raw().body());
    }
    return started.json().path("executionId").asText();
  }

  static <T> T await(java.util.concurrent.CompletableFuture<T> stage) {
    try {
      return stage.get(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    await(server.stop(Duration.ofMillis(100)).toCompletableFuture().thenApply(done -> true));
    system.terminate();
  }
}
