package ai.matih.pipelines.connectors.duckdb;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Processor time of the calling thread and of the threads that DuckDB made for it, by the kernel's
 * count: not what they waited for, and not what the JVM did beside them. A thread that DuckDB makes
 * has the name of the one that opened the database, so threads that work at the same time must have
 * names of their own (the first 15 bytes). Known on Linux only. Belongs to one thread.
 */
public final class ProcessorTime {
  private static final Path THREADS = Path.of("/proc/self/task");
  private static final Path OWN = Path.of("/proc/thread-self/comm");
  private static final boolean KNOWN =
      Files.isReadable(OWN)
          && ManagementFactory.getThreadMXBean().isCurrentThreadCpuTimeSupported();

  /** What DuckDB's threads of databases that are closed by now took, of the calling thread. */
  private static final ThreadLocal<Long> CLOSED = ThreadLocal.withInitial(() -> 0L);

  private final long closed = CLOSED.get();
  private final long own = own();

  /** Since the making of this, rounded up; 0 if unknown. Every database must be closed by then. */
  public long millis() {
    return Math.ceilDiv(own() - own + CLOSED.get() - closed, 1_000_000);
  }

  /** A virtual thread has none of its own. */
  private static long own() {
    return KNOWN && !Thread.currentThread().isVirtual()
        ? ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()
        : 0;
  }

  /** The threads of this process before a database is opened. */
  static Set<String> threads() {
    if (!KNOWN) {
      return Set.of();
    }
    try (Stream<Path> all = Files.list(THREADS)) {
      return all.map(thread -> thread.getFileName().toString()).collect(Collectors.toSet());
    } catch (IOException e) {
      return Set.of();
    }
  }

  /** Counts what the database's threads took, before they end with it. */
  static void closing(Set<String> before) {
    if (!KNOWN || before.isEmpty()) {
      return;
    }
    try {
      String name = Files.readString(OWN);
      long nanos = 0;
      for (String thread : threads()) {
        if (!before.contains(thread) && isNamed(name, thread)) {
          nanos += nanos(thread);
        }
      }
      CLOSED.set(CLOSED.get() + nanos);
    } catch (IOException e) {
      // what cannot be read is not counted
    }
  }

  private static boolean isNamed(String name, String thread) {
    try {
      return Files.readString(THREADS.resolve(thread).resolve("comm")).equals(name);
    } catch (IOException e) {
      return false;
    }
  }

  /** The first number of {@code schedstat}: nanoseconds on a processor. */
  private static long nanos(String thread) {
    try {
      String spent = Files.readString(THREADS.resolve(thread).resolve("schedstat"));
      return Long.parseLong(spent.substring(0, spent.indexOf(' ')));
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }
}
