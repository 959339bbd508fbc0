package ai.matih.pipelines.http.api;

import ai.matih.pipelines.http.api.command.CommandHandling;
import ai.matih.pipelines.http.api.security.Authentication;
import ai.matih.pipelines.http.api.security.TokenVerifier;
import ai.matih.pipelines.identity.Principal;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;

/** The second way in: the operations that change something, for records of a command topic. */
public final class CommandInterface {
  private static final int TRIES = 8;
  private static final Duration PAUSE = Duration.ofMillis(500);

  private CommandInterface() {}

  /**
   * The handling of commands on a node with these ports.
   *
   * @param trusted see {@link CommandHandling}
   * @param clock judges tokens, limits and times in commands
   */
  public static CommandHandling of(
      ActorSystem<?> system,
      ApiSettings settings,
      ApiPorts ports,
      Optional<Principal> trusted,
      Clock clock) {
    return new CommandHandling(
        Routes.table(ports, clock).routes(),
        new Authentication(
            new TokenVerifier(settings.keys(), settings.issuer(), clock),
            clock,
            system.dispatchers().lookup(DispatcherSelector.blocking())),
        trusted,
        settings.limits(),
        new CommandHandling.Patience(settings.patience(), TRIES, PAUSE),
        clock);
  }
}
