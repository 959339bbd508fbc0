package ai.matih.pipelines.embedded;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines of one attempt, gathered in memory and appended to its file by {@link #flush}, which the
 * worker calls a few times a second and at the end. A file that cannot be written costs its lines,
 * never the stage. Safe for use from any thread.
 */
final class StageLog {
  private static final Logger LOG = LoggerFactory.getLogger(StageLog.class);
  private static final JsonStringEncoder JSON = JsonStringEncoder.getInstance();

  private final Path file;
  private final StringBuilder lines = new StringBuilder();
  private boolean fresh = true;

  StageLog(Path file) {
    this.file = file;
  }

  /** The log as one step sees it. */
  StepLog of(String step) {
    return new StepLog() {
      @Override
      public void info(String message) {
        add(step, "INFO", message);
      }

      @Override
      public void warn(String message) {
        add(step, "WARN", message);
      }

      @Override
      public void error(String message) {
        add(step, "ERROR", message);
      }
    };
  }

  private void add(String step, String level, String message) {
    synchronized (lines) {
      lines.append("{\"time\":\"").append(Instant.now()).append("\",\"step\":\"");
      JSON.quoteAsString(step, lines);
      lines.append("\",\"level\":\"").append(level).append("\",\"message\":\"");
      JSON.quoteAsString(message, lines);
      lines.append("\"}\n");
    }
  }

  /** Whether {@link #flush} has something to do. */
  boolean hasLines() {
    synchronized (lines) {
      return !lines.isEmpty();
    }
  }

  /** Appends what has gathered. Blocking; one caller at a time keeps the order. */
  synchronized void flush() {
    byte[] bytes;
    synchronized (lines) {
      if (lines.isEmpty()) {
        return;
      }
      bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
      lines.setLength(0);
    }
    try {
      if (fresh) {
        Files.createDirectories(file.getParent());
        fresh = false;
      }
      append(bytes);
    } catch (IOException e) {
      LOG.warn("Lines of {} are lost: {}", file, e.toString());
    }
  }

  private void append(byte[] bytes) throws IOException {
    Files.write(
        file,
        bytes,
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        StandardOpenOption.APPEND);
  }
}
