package ai.matih.pipelines.node;

import ai.matih.pipelines.node.dev.DevServerException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Starts a node and keeps it until SIGTERM or Ctrl-C: {@code Main [--home DIR] [--port N] [--host
 * NAME] [--set path=value]...}. With {@code migrate [--check]} before them it only brings the
 * schema up to date, or says what is missing, and ends. Exit code 2 if a setting is wrong, 1 if a
 * part cannot start, 3 if the other nodes have removed this one: then it should be started again.
 */
public final class Main {
  private static final int REMOVED = 3;
  private static final Duration LONGEST_END = Duration.ofSeconds(20);

  private Main() {}

  /** See the class. */
  public static void main(String[] arguments) {
    if (arguments.length > 0 && arguments[0].equals("migrate")) {
      System.exit(Migration.run(List.of(arguments).subList(1, arguments.length)));
    }
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
      node.removed().thenAccept(Main::end);
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

  /** What the node owned is another's by now: it ends whether or not its parts close in time. */
  private static void end(String reason) {
    System.err.println("matih: " + reason);
    Thread.ofPlatform()
        .daemon()
        .name("last-resort")
        .start(
            () -> {
              try {
                Thread.sleep(LONGEST_END);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(REMOVED);
            });
    Thread.ofPlatform().name("removed").start(() -> System.exit(REMOVED));
  }

  static Map<String, String> given(String[] arguments) {
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
