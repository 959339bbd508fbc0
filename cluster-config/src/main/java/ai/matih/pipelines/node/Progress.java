package ai.matih.pipelines.node;

import java.time.Duration;

/** Told of each part of a node as it becomes ready. Called from several threads. */
@FunctionalInterface
public interface Progress {

  /**
   * @param part what a person calls it, e.g. {@code PostgreSQL}
   * @param detail address or version
   * @param took since the node's start began
   */
  void ready(String part, String detail, Duration took);

  /** One line a part on standard output, for people and for the command line to read. */
  static Progress onStandardOutput() {
    return (part, detail, took) ->
        System.out.println(
            String.format(
                java.util.Locale.ROOT, "ok %s %s %.1f s", part, detail, took.toMillis() / 1000.0));
  }
}
