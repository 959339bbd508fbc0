package ai.matih.pipelines.http.client;

import java.util.Iterator;
import java.util.Optional;
import java.util.function.Predicate;

/** One server-sent event. */
public record LiveEvent(String type, Optional<String> id, String data) {

  /** Reads events from the lines of a stream until {@code more} answers false or they end. */
  static void read(Iterator<String> lines, Predicate<LiveEvent> more) {
    String type = "message";
    Optional<String> id = Optional.empty();
    StringBuilder data = new StringBuilder();
    while (lines.hasNext()) {
      String line = lines.next();
      if (line.isEmpty()) {
        if (!data.isEmpty() && !more.test(new LiveEvent(type, id, data.toString()))) {
          return;
        }
        type = "message";
        data.setLength(0);
        continue;
      }
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
      switch (field) {
        case "event" -> type = value;
        case "id" -> id = Optional.of(value);
        case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
        default -> {
          // a comment that keeps the connection open, or a field that we do not know
        }
      }
    }
  }
}
