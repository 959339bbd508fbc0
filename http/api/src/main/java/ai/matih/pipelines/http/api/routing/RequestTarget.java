package ai.matih.pipelines.http.api.routing;

import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.problem.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The target of a request, read from its raw text. Spellings that proxies and servers read
 * differently are refused before routing: {@code ;}, encoded slashes, dots and NUL, empty and dot
 * segments.
 *
 * @param segments decoded, the alias {@code /api/v1} already read as {@code /v1}
 */
public record RequestTarget(List<String> segments, Map<String, List<String>> query) {
  private static final List<String> REFUSED =
      List.of(";", "\\", "//", "%2f", "%5c", "%2e", "%00", "%25");

  /** Reads {@code raw}, e.g. {@code /v1/pipelines?size=3}. */
  public static RequestTarget parse(String raw) {
    int fragment = raw.indexOf('#');
    String whole = fragment < 0 ? raw : raw.substring(0, fragment);
    int mark = whole.indexOf('?');
    String path = mark < 0 ? whole : whole.substring(0, mark);
    return new RequestTarget(
        segments(path), mark < 0 ? Map.of() : query(whole.substring(mark + 1)));
  }

  private static List<String> segments(String path) {
    if (!path.startsWith("/")) {
      throw refused("The path must start with a slash.");
    }
    String lower = path.toLowerCase(Locale.ROOT);
    for (String text : REFUSED) {
      if (lower.contains(text)) {
        throw refused("The path holds '" + text + "', which is never part of an address here.");
      }
    }
    List<String> segments = new ArrayList<>();
    for (String part : path.substring(1).split("/", -1)) {
      if (part.equals(".") || part.equals("..")) {
        throw refused("The path has a dot segment.");
      }
      segments.add(decode(part, "path"));
    }
    boolean alias =
        segments.size() > 1 && segments.get(0).equals("api") && segments.get(1).equals("v1");
    return List.copyOf(alias ? segments.subList(1, segments.size()) : segments);
  }

  private static Map<String, List<String>> query(String text) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : text.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals), "query");
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1), "query");
        values.computeIfAbsent(name, ignored -> new ArrayList<>()).add(value);
      }
    }
    return values;
  }

  private static String decode(String text, String where) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    ByteBuffer bytes = ByteBuffer.allocate(text.length() * 3);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        boolean whole = i + 2 < text.length();
        int high = whole ? Character.digit(text.charAt(i + 1), 16) : -1;
        int low = whole ? Character.digit(text.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          throw refused("The " + where + " has a broken percent code.");
        }
        bytes.put((byte) (high * 16 + low));
        i += 2;
      } else if (c == '+' && where.equals("query")) {
        bytes.put((byte) ' ');
      } else {
        bytes.put(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    try {
      String decoded = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
      if (decoded.chars().anyMatch(Character::isISOControl)) {
        throw refused("The " + where + " holds a control character.");
      }
      return decoded;
    } catch (CharacterCodingException e) {
      throw refused("The " + where + " is not UTF-8.");
    }
  }

  private static RuntimeException refused(String message) {
    return ApiError.of(ErrorCode.MALFORMED_REQUEST, message)
        .remedy("Use the addresses of /openapi.yaml as they are written there.")
        .exception();
  }
}
