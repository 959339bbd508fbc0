package ai.matih.pipelines.http.cli.node;

import java.util.function.Supplier;

/**
 * What is to be done if the process is told to end (Ctrl-C, SIGTERM) in the middle of something.
 * The innermost one counts.
 */
public final class Interruption {
  private static final Object LOCK = new Object();
  private static Runnable current = () -> {};
  private static boolean ending;

  private Interruption() {}

  /**
   * Does {@code body}; if the process is told to end meanwhile, {@code work} is done on a thread of
   * its own, and the process ends after it.
   */
  public static <T> T during(Supplier<T> body, Runnable work) {
    Hook.install();
    Runnable outer = swap(work);
    try {
      return body.get();
    } finally {
      swap(outer);
    }
  }

  /** Whether the process was told to end. */
  public static boolean came() {
    synchronized (LOCK) {
      return ending;
    }
  }

  private static Runnable swap(Runnable work) {
    synchronized (LOCK) {
      Runnable before = current;
      if (!ending) {
        current = work;
      }
      return before;
    }
  }

  private static void interrupted() {
    Runnable work;
    synchronized (LOCK) {
      ending = true;
      work = current;
    }
    try {
      work.run();
    } catch (RuntimeException e) {
      System.err.println("error: " + e.getMessage());
    }
  }

  /** One hook for the process, there from the first use on. */
  private static final class Hook {
    static {
      Runtime.getRuntime().addShutdownHook(new Thread(Interruption::interrupted, "interrupted"));
    }

    static void install() {
      // being called is enough: the class is initialised once
    }
  }
}
