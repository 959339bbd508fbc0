package ai.matih.pipelines.node;

import ai.matih.pipelines.http.api.ApiServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.typed.ActorSystem;

/** Binds the address of the HTTP interface, or says what to do about it. */
final class Listening {

  private Listening() {}

  /**
   * Refuses a start that could not listen at its end, before anything else has started. Another
   * program may still be quicker, so {@link #start} says the same.
   *
   * @throws NodeStartException if the port is taken and no other will do
   */
  static void check(Settings.Http http) {
    if (http.port() == 0 || http.anyIfTaken()) {
      return;
    }
    try {
      tryAddress(http);
    } catch (IOException e) {
      throw refused(http, e);
    }
  }

  private static void tryAddress(Settings.Http http) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(http.host(), http.port()));
    }
  }

  /** The port that is set, or any if that is taken and any will do. */
  private static int port(Settings.Http http) {
    if (!http.anyIfTaken()) {
      return http.port();
    }
    try {
      tryAddress(http);
      return http.port();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Listens on the port that is set, else on a free one if that will do. */
  static ApiServer start(ActorSystem<?> system, ApiAssembly api, Settings.Http http, Clock clock) {
    try {
      return bind(system, api, port(http), clock);
    } catch (CompletionException e) {
      throw refused(http, e.getCause());
    }
  }

  private static ApiServer bind(ActorSystem<?> system, ApiAssembly api, int port, Clock clock) {
    return ApiServer.start(system, api.settings().on(port), api.ports(), clock)
        .toCompletableFuture()
        .join();
  }

  private static NodeStartException refused(Settings.Http http, Throwable cause) {
    String address = http.host() + ":" + http.port();
    for (Throwable at = cause; at != null; at = at.getCause()) {
      String text = String.valueOf(at.getMessage());
      if (at instanceof BindException && text.contains("in use")) {
        return new NodeStartException(
            "the address "
                + address
                + " is taken by another program; end that, or choose another port with --port,"
                + " MATIH_HTTP_PORT or matih.http.port (0 takes a free one)",
            cause);
      }
      if (at instanceof BindException && text.contains("denied")) {
        return new NodeStartException(
            "the address " + address + " may not be listened on; choose a port above 1023", cause);
      }
      if (at instanceof UnknownHostException || text.contains("assign requested address")) {
        return new NodeStartException(
            "the address " + address + " is none of this machine; correct matih.http.host", cause);
      }
    }
    return new NodeStartException(
        "the address " + address + " cannot be listened on: " + cause.getMessage(), cause);
  }
}
