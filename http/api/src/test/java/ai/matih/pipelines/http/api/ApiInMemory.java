package ai.matih.pipelines.http.api;

import ai.matih.pipelines.http.api.security.DevelopmentToken;
import ai.matih.pipelines.identity.TenantId;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The interface over maps instead of a node, to be fuzzed and measured by itself. Arguments: port
 * and data directory; the token is in {@code <home>/security/token}.
 */
final class ApiInMemory {
  private ApiInMemory() {}

  public static void main(String[] arguments) throws IOException {
    DevelopmentToken token =
        DevelopmentToken.create(
            Path.of(arguments[1]), new TenantId("default"), ApiUnderTest.ISSUER, Instant.now());
    ActorSystem<Void> system =
        ActorSystem.create(
            Behaviors.empty(),
            "api",
            ConfigFactory.parseString("pekko.loglevel=WARNING").withFallback(ConfigFactory.load()));
    ApiServer.start(
            system,
            ApiSettings.of(
                "127.0.0.1", Integer.parseInt(arguments[0]), token.keys(), ApiUnderTest.ISSUER),
            new NodeInMemory().ports(),
            Clock.systemUTC())
        .whenComplete(
            (server, failure) -> {
              if (failure != null) {
                system.terminate();
              }
            });
  }
}
