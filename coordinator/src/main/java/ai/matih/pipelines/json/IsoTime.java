package ai.matih.pipelines.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Times as {@link Instant#toString} writes them. Every journal record holds two or three, and the
 * library's formatter takes longer for one than Jackson for the rest of a small event; what has
 * another form than {@code 2026-01-31T23:59:59.123Z} is left to the library.
 */
public final class IsoTime {

  private static final int DATE_AND_SECONDS = 19;
  private static final int[] NANOS = {
    1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1
  };

  private IsoTime() {}

  /** As {@link Instant#parse}, its exception included. */
  public static Instant parse(String text) {
    int length = text.length();
    if (length <= DATE_AND_SECONDS
        || length > DATE_AND_SECONDS + 11
        || length == DATE_AND_SECONDS + 2
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || text.charAt(10) != 'T'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':'
        || text.charAt(length - 1) != 'Z'
        || length > DATE_AND_SECONDS + 1 && text.charAt(DATE_AND_SECONDS) != '.') {
      return Instant.parse(text);
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    int digits = Math.max(0, length - DATE_AND_SECONDS - 2);
    int fraction = number(text, DATE_AND_SECONDS + 1, DATE_AND_SECONDS + 1 + digits);
    // days up to 28 are in every month: the rest, and what is no number (-1), is the library's
    boolean plain =
        year > 0
            && month > 0
            && month <= 12
            && day > 0
            && day <= 31
            && hour >= 0
            && hour < 24
            && minute >= 0
            && minute < 60
            && second >= 0
            && second < 60
            && fraction >= 0
            && (day <= 28 || day <= LocalDate.of(year, month, 1).lengthOfMonth());
    return plain
        ? Instant.ofEpochSecond(
            LocalDate.of(year, month, day).toEpochDay() * 86_400
                + hour * 3_600
                + minute * 60
                + second,
            (long) fraction * NANOS[digits])
        : Instant.parse(text);
  }

  /** The digits from {@code from} to {@code to} as a number, -1 if one is none. */
  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /** As {@link Instant#toString}. */
  public static String text(Instant time) {
    var at = time.atOffset(ZoneOffset.UTC);
    if (at.getYear() < 1 || at.getYear() > 9_999) {
      return time.toString();
    }
    var text = new byte[30];
    digits(text, 0, 4, at.getYear());
    text[4] = '-';
    digits(text, 5, 2, at.getMonthValue());
    text[7] = '-';
    digits(text, 8, 2, at.getDayOfMonth());
    text[10] = 'T';
    digits(text, 11, 2, at.getHour());
    text[13] = ':';
    digits(text, 14, 2, at.getMinute());
    text[16] = ':';
    digits(text, 17, 2, at.getSecond());
    int end = DATE_AND_SECONDS;
    int nanos = at.getNano();
    if (nanos != 0) {
      int places = nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : 9;
      text[end] = '.';
      digits(text, end + 1, places, nanos / NANOS[places]);
      end += 1 + places;
    }
    text[end] = 'Z';
    return new String(text, 0, end + 1, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private static void digits(byte[] text, int from, int places, int number) {
    int left = number;
    for (int i = from + places - 1; i >= from; i--) {
      text[i] = (byte) ('0' + left % 10);
      left /= 10;
    }
  }

  /** Reads and writes {@link Instant} so, over what {@code JavaTimeModule} does. */
  public static SimpleModule module() {
    var module = new SimpleModule("iso-time");
    module.addDeserializer(Instant.class, new Reading());
    module.addSerializer(Instant.class, new Writing());
    return module;
  }

  private static final class Reading extends StdScalarDeserializer<Instant> {
    private static final long serialVersionUID = 1;

    Reading() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
      if (json.hasToken(JsonToken.VALUE_STRING) && json.getTextLength() > DATE_AND_SECONDS) {
        try {
          return parse(json.getText());
        } catch (java.time.format.DateTimeParseException e) {
          // the library's reader says it better, and knows more forms
        }
      }
      return InstantDeserializer.INSTANT.deserialize(json, context);
    }
  }

  private static final class Writing extends StdScalarSerializer<Instant> {
    private static final long serialVersionUID = 1;

    Writing() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant time, JsonGenerator json, SerializerProvider context)
        throws IOException {
      json.writeString(text(time));
    }
  }
}
