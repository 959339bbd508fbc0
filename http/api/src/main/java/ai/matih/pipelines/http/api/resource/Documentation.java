package ai.matih.pipelines.http.api.resource;

import ai.matih.pipelines.http.api.json.Json;
import ai.matih.pipelines.http.api.port.Definitions;
import ai.matih.pipelines.http.api.routing.Answer;
import ai.matih.pipelines.http.api.routing.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The document of this interface, the page made from it, and the schema of definitions. */
public final class Documentation {
  private static final String PAGE_POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src"
          + " 'self'; base-uri 'none'; frame-ancestors 'none'";

  private final Definitions definitions;
  private final byte[] yaml = resource("/openapi.yaml");
  private final byte[] json = Json.bytes(document(yaml));
  private final byte[] topics = resource("/asyncapi.yaml");
  private final byte[] page = resource("/docs.html");

  /** Reads the document once. */
  public Documentation(Definitions definitions) {
    this.definitions = definitions;
  }

  /** The routes of this resource. */
  public List<Route> routes() {
    return List.of(
        Operation.open(
            "/openapi.yaml",
            "getOpenApiYaml",
            call -> done(Answer.bytes(200, "application/yaml", yaml))),
        Operation.open(
            "/openapi.json", "getOpenApiJson", call -> done(Answer.bytes(200, Answer.JSON, json))),
        Operation.open(
            "/asyncapi.yaml",
            "getAsyncApiYaml",
            call -> done(Answer.bytes(200, "application/yaml", topics))),
        Operation.open(
            "/docs",
            "getDocs",
            call ->
                done(
                    Answer.bytes(200, "text/html; charset=utf-8", page)
                        .with("Content-Security-Policy", PAGE_POLICY))),
        Operation.open(
            "/v1/schema",
            "getDefinitionSchema",
            call -> done(Answer.bytes(200, "application/schema+json", definitions.schema()))));
  }

  private static Object document(byte[] yaml) {
    return new Load(LoadSettings.builder().build())
        .loadFromString(new String(yaml, StandardCharsets.UTF_8));
  }

  private static CompletableFuture<Answer> done(Answer answer) {
    return CompletableFuture.completedFuture(answer);
  }

  private static byte[] resource(String name) {
    try (InputStream in = Documentation.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is missing from the build");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
