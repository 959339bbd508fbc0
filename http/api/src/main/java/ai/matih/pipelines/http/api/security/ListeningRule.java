package ai.matih.pipelines.http.api.security;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A development key is good for this machine only. */
public final class ListeningRule {

  private ListeningRule() {}

  /**
   * Throws IllegalArgumentException, with the remedy, if {@code host} is reachable from elsewhere
   * and the keys are the node's own, or if it is no address at all.
   */
  public static void check(String host, Keys keys) {
    if (keys instanceof Keys.Development && !isLoopback(host)) {
      throw new IllegalArgumentException(
          "http.host is "
              + host
              + ", which other machines can reach, and there are no real keys: set security.jwks or"
              + " security.hs256-secret, or http.host to 127.0.0.1");
    }
  }

  /** Throws IllegalArgumentException if {@code host} is no address. */
  public static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("http.host " + host + " is no address of this machine", e);
    }
  }
}
