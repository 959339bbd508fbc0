package ai.matih.pipelines.http.api.view;

import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.persistence.query.Position;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/**
 * Where a list goes on, as its reader hands it back: opaque to them, and safe to be made up, since
 * it only says behind which element of their own tenant to look.
 *
 * @param total of the list when its first page was read, so that it is counted once
 */
public record Cursor(Position position, long total) {

  /** Refuses what no list has given. */
  public static Cursor parse(String text) {
    try {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII).split(" ", 3);
      if (parts.length == 3 && parts[2].matches("[0-9a-z-]{1,64}")) {
        return new Cursor(
            new Position(Instant.parse(parts[0]), parts[2]),
            Math.clamp(Long.parseLong(parts[1]), 0, Integer.MAX_VALUE));
      }
    } catch (IllegalArgumentException | DateTimeException madeUp) {
      // said below
    }
    throw ApiError.parameter("cursor", text, "the nextCursor of the page before").exception();
  }

  /** As it travels. */
  public String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            (position.time() + " " + total + " " + position.id())
                .getBytes(StandardCharsets.US_ASCII));
  }
}
