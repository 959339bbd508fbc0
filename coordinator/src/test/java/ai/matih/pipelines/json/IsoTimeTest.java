package ai.matih.pipelines.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IsoTimeTest {

  @Test
  void timesAreWrittenAndReadAsTheLibraryDoes() {
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      long second = random.nextLong(-70_000_000_000L, 260_000_000_000L);
      int unit = List.of(1, 1_000, 1_000_000, 1_000_000_000).get(random.nextInt(4));
      var time = Instant.ofEpochSecond(second, random.nextLong(1_000_000_000) / unit * unit);
      assertThat(IsoTime.text(time)).isEqualTo(time.toString());
      assertThat(IsoTime.parse(time.toString())).isEqualTo(time);
    }
  }

  @Test
  void everyDayOfALeapYearIsRead() {
    for (var day = Instant.parse("2024-01-01T23:59:59Z");
        day.isBefore(Instant.parse("2025-01-02T00:00:00Z"));
        day = day.plusSeconds(86_400)) {
      assertThat(IsoTime.parse(day.toString())).isEqualTo(day);
    }
  }

  @Test
  void otherFormsAreReadAsTheLibraryReadsThem() {
    for (var text :
        List.of(
            "2026-11-21T10:00:00.Z",
            "2026-11-21T10:00:00.1Z",
            "2026-11-21T10:00:00.12345Z",
            "2026-11-21T24:00:00Z",
            "2026-11-21T10:00:00+01:00",
            "+12026-11-21T10:00:00Z",
            "2026-11-21t10:00:00z")) {
      assertThat(IsoTime.parse(text)).as(text).isEqualTo(Instant.parse(text));
    }
  }

  @Test
  void whatIsNoTimeIsRefused() {
    for (var text :
        List.of(
            "",
            "2026-11-21T10:00:00",
            "2026-02-29T10:00:00Z",
            "2026-04-31T10:00:00Z",
            "2026-13-01T10:00:00Z",
            "2026-11-21T25:00:00Z",
            "2026-11-21T10:60:00Z",
            "2026-11-21T1x:00:00Z",
            "2026-11-21T10:00:00.12/4Z",
            "2026-11-21T10:00:00.1234567890Z")) {
      assertThatThrownBy(() -> IsoTime.parse(text))
          .as(text)
          .isInstanceOf(DateTimeParseException.class);
    }
  }
}
