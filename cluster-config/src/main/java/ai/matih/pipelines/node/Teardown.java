package ai.matih.pipelines.node;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must be closed, newest first; one that fails does not keep the others open. */
final class Teardown implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Teardown.class);

  private record Part(String name, AutoCloseable closeable) {}

  private final Deque<Part> parts = new ArrayDeque<>();
  private boolean closed;

  /** Adds a part; closes it at once if the teardown has happened. */
  synchronized <T extends AutoCloseable> T add(String name, T closeable) {
    parts.push(new Part(name, closeable));
    if (closed) {
      close();
    }
    return closeable;
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!parts.isEmpty()) {
      Part part = parts.pop();
      try {
        part.closeable().close();
      } catch (Exception e) {
        LOG.warn("{} did not close cleanly: {}", part.name(), e.toString());
      }
    }
  }
}
