package ai.matih.pipelines.http.cli.output;

import ai.matih.pipelines.http.client.DeadLetterView;
import ai.matih.pipelines.http.client.OperatorActionView;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Dead letters for people. Nothing of a letter reaches the terminal as a control character. */
public final class DeadLetterText {
  private static final int LONGEST_REASON = 60;
  private static final int MOST_BYTES = 4_096;
  private static final int BYTES_A_LINE = 16;

  private DeadLetterText() {}

  /** A line a letter. */
  public static Table table(List<DeadLetterView> letters) {
    Table table = new Table("ID", "STATE", "KEPT", "SENDER", "KEY", "BYTES", "REASON");
    letters.forEach(
        letter ->
            table.row(
                letter.id(),
                letter.state(),
                Figures.instant(letter.keptAt()),
                safe(letter.sender().orElse("")),
                shortened(safe(letter.key().orElse("")), 20),
                "" + letter.bytes(),
                shortened(safe(letter.reason()), LONGEST_REASON)));
    return table;
  }

  /** All of one. */
  public static List<String> whole(DeadLetterView letter) {
    List<String> lines = new ArrayList<>();
    lines.add(letter.id() + "  " + letter.state());
    lines.add("  reason   " + safe(letter.reason()));
    lines.add(
        "  from     "
            + letter.origin().topic()
            + " partition "
            + letter.origin().partition()
            + " offset "
            + letter.origin().offset());
    lines.add("  kept     " + Figures.instant(letter.keptAt()));
    lines.add("  sender   " + safe(letter.sender().orElse("unknown")));
    letter.key().ifPresent(key -> lines.add("  key      " + safe(key)));
    letter
        .content()
        .ifPresent(
            content -> {
              content
                  .headers()
                  .forEach((name, value) -> lines.add("  header   " + safe(name + ": " + value)));
              lines.add("  bytes    " + letter.bytes());
              lines.addAll(bytes(content));
            });
    letter.actions().forEach(action -> lines.add(action(action)));
    return lines;
  }

  private static String action(OperatorActionView action) {
    return "  "
        + action.action().replaceFirst(".*\\.", "")
        + " by "
        + safe(action.actor())
        + " "
        + Figures.instant(action.at())
        + "  "
        + safe(action.outcome().orElse("under way"))
        + (action.details().hasNonNull("comment")
            ? "  " + safe(action.details().path("comment").asText())
            : "");
  }

  private static List<String> bytes(DeadLetterView.Content content) {
    List<String> lines = new ArrayList<>();
    if (content.text().isPresent()) {
      String text = content.text().get();
      shortened(text, MOST_BYTES).lines().forEach(line -> lines.add("    " + safe(line)));
      if (text.length() > MOST_BYTES) {
        lines.add("    (the rest with -o json)");
      }
      return lines;
    }
    byte[] value = Base64.getDecoder().decode(content.base64());
    for (int at = 0; at < Math.min(value.length, MOST_BYTES); at += BYTES_A_LINE) {
      int end = Math.min(at + BYTES_A_LINE, value.length);
      StringBuilder text = new StringBuilder();
      for (int i = at; i < end; i++) {
        text.append(value[i] >= ' ' && value[i] < 0x7f ? (char) value[i] : '.');
      }
      lines.add(
          String.format(
              Locale.ROOT,
              "    %08x  %-48s %s",
              at,
              HexFormat.ofDelimiter(" ").formatHex(value, at, end),
              text));
    }
    if (value.length > MOST_BYTES) {
      lines.add("    (the rest with -o json)");
    }
    return lines;
  }

  private static String shortened(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }

  /** {@code text} with what steers a terminal as escapes. */
  static String safe(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }
}
