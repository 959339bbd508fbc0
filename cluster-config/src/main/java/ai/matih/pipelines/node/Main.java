package ai.matih.pipelines.node;

import ai.matih.pipelines.node.dev.DevServerException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Starts a node and keeps it until SIGTERM or Ctrl-C: {@code Main [--home DIR] [--port N] [--host
 * NAME] [--set path=value]...}. Exit code 2 if a setting is wrong, 1 if a part cannot start.
 */
public final class Main {
  private Main() {}

  /** See the class. */
  public static void main(String[] arguments) {
    CountDownLatch ended = new CountDownLatch(1);
    try {
      Settings settings = Settings.read(System.getenv(), given(arguments));
      System.setProperty("matih.home", settings.home().toString());
      Node node = Node.start(settings, System.getenv(), Progress.onStandardOutput());
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    node.close();
                    ended.countDown();
                  },
                  "shutdown"));
      System.out.println("ready " + node.url());
      ended.await();
    } catch (SettingsException e) {
      System.err.println("matih: " + e.getMessage());
      System.exit(2);
    } catch (DevServerException | NodeStartException e) {
      System.err.println("matih: " + e.getMessage());
      System.exit(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, String> given(String[] arguments) {
    Map<String, String> given = new LinkedHashMap<>();
    for (int at = 0; at < arguments.length; at += 2) {
      if (at + 1 == arguments.length) {
        throw new SettingsException(arguments[at] + " needs a value");
      }
      String value = arguments[at + 1];
      switch (arguments[at]) {
        case "--home" -> given.put("home", value);
        case "--port" -> given.put("http.port", value);
        case "--host" -> given.put("http.host", value);
        case "--set" -> {
          int equals = value.indexOf('=');
          if (equals < 1) {
            throw new SettingsException("--set takes path=value, not " + value);
          }
          given.put(value.substring(0, equals), value.substring(equals + 1));
        }
        default ->
            throw new SettingsException(
                "unknown argument " + arguments[at] + "; known are --home, --port, --host, --set");
      }
    }
    return given;
  }
}
