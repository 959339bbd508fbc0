package ai.matih.pipelines.http.api;

import ai.matih.pipelines.http.api.security.Authentication;
import ai.matih.pipelines.http.api.security.ListeningRule;
import ai.matih.pipelines.http.api.security.TokenVerifier;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.settings.ServerSettings;

/** The HTTP interface of a node, listening. */
public final class ApiServer {
  /** How the server reads requests; timeouts of bodies and calls are {@link ApiSettings}'. */
  private static final String SERVER =
      """
      pekko.http.server {
        server-header = ""
        raw-request-uri-header = on
        request-timeout = infinite
        idle-timeout = 75 s
        linger-timeout = 5 s
        max-connections = 4096
        backlog = 1024
        parsing {
          max-content-length = 11m
          max-uri-length = 8k
          illegal-header-warnings = off
          error-logging-verbosity = off
          error-handler = "ai.matih.pipelines.http.api.ParseErrors"
        }
      }
      """;

  private final ServerBinding binding;

  private ApiServer(ServerBinding binding) {
    this.binding = binding;
  }

  /**
   * Binds the address and serves from then on.
   *
   * @param clock judges tokens, limits and times in requests
   * @return fails if the address is taken
   * @throws IllegalArgumentException for keys that cannot be read, and for development keys on an
   *     address that other machines reach
   */
  public static CompletionStage<ApiServer> start(
      ActorSystem<?> system, ApiSettings settings, ApiPorts ports, Clock clock) {
    ListeningRule.check(settings.host(), settings.keys());
    Authentication authentication =
        new Authentication(
            new TokenVerifier(settings.keys(), settings.issuer(), clock),
            clock,
            system.dispatchers().lookup(DispatcherSelector.blocking()));
    RequestHandling handling =
        new RequestHandling(
            system,
            settings,
            Routes.table(ports, clock),
            authentication,
            new RequestMetrics(ports.metrics()),
            clock);
    Config config =
        ConfigFactory.parseString(SERVER).withFallback(system.settings().config()).resolve();
    return Http.get(system)
        .newServerAt(settings.host(), settings.port())
        .withSettings(ServerSettings.create(config))
        .bind(handling::handle)
        .thenApply(ApiServer::new);
  }

  /** Where it listens, with the port it got. */
  public InetSocketAddress address() {
    return binding.localAddress();
  }

  /** Takes no new requests, lets those under way end within {@code patience}, then closes. */
  public CompletionStage<?> stop(Duration patience) {
    return binding.terminate(patience);
  }
}
