package ai.matih.pipelines.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Due times against a computation that shares nothing with them: it walks through the minutes of a
 * few weeks around a change of the clock. The seed is the test's argument.
 */
class DueTimesPropertyTest {
  private static final List<ZoneId> ZONES =
      List.of(
          ZoneOffset.UTC,
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("America/New_York"),
          ZoneId.of("Australia/Lord_Howe"),
          ZoneId.of("America/Sao_Paulo"),
          ZoneId.of("Asia/Kathmandu"));

  static IntStream seeds() {
    return IntStream.range(0, 400);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyDueTimeIsFoundAndNoOther(int seed) {
    Random random = new Random(seed);
    ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
    String cron = cron(random);
    Instant from = start(zone, random);
    Instant to = from.plus(Duration.ofDays(9));
    Schedule schedule =
        new Schedule(
            cron,
            zone,
            Optional.empty(),
            Optional.empty(),
            OverlapPolicy.SKIP,
            1,
            Duration.ZERO,
            Duration.ofHours(1),
            Catchup.NONE);

    List<Instant> found = new ArrayList<>();
    DueTimes times = new DueTimes(schedule);
    for (Optional<Instant> due = times.next(from);
        due.filter(one -> !one.isAfter(to)).isPresent();
        due = times.next(due.get())) {
      found.add(due.get());
    }

    List<Instant> expected = List.copyOf(new Walk(cron, zone).between(from, to));
    assertThat(found).as("%s in %s from %s", cron, zone, from).isEqualTo(expected);
    for (int i = 1; i < expected.size(); i++) {
      assertThat(times.last(expected.get(i)))
          .as("before %s: %s in %s", expected.get(i), cron, zone)
          .contains(expected.get(i - 1));
    }
  }

  private static Instant start(ZoneId zone, Random random) {
    Instant year = Instant.parse("20%02d-01-01T00:00:00Z".formatted(15 + random.nextInt(12)));
    ZoneOffsetTransition change = zone.getRules().nextTransition(year);
    if (change != null && random.nextBoolean()) {
      change = zone.getRules().nextTransition(change.getInstant());
    }
    Instant around = change == null ? year : change.getInstant();
    return around.minus(Duration.ofMinutes(random.nextInt(4 * 24 * 60)));
  }

  private static String cron(Random random) {
    String minute =
        pick(random, "0", "30", "*/15", "*/7", "5,50", "10-20/5", "" + random.nextInt(60));
    String hour = pick(random, "*", "*/2", "2", "1,2,3", "0", "23", "3", "" + random.nextInt(24));
    String day = pick(random, "*", "*", "*", "1-15", "*/3");
    String weekday = day.equals("*") ? pick(random, "*", "*", "1-5", "0", "6,0", "7") : "*";
    return String.join(" ", minute, hour, day, pick(random, "*", "*", "1-12", "3,10,11"), weekday);
  }

  private static String pick(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** A cron expression, minute by minute. */
  private static final class Walk {
    private final List<Set<Integer>> fields = new ArrayList<>();
    private final boolean fixedHour;
    private final ZoneId zone;

    Walk(String cron, ZoneId zone) {
      this.zone = zone;
      String[] parts = cron.split(" ");
      int[][] ranges = {{0, 59}, {0, 23}, {1, 31}, {1, 12}, {0, 7}};
      for (int i = 0; i < parts.length; i++) {
        fields.add(values(parts[i], ranges[i][0], ranges[i][1]));
      }
      if (fields.get(4).contains(7)) {
        fields.get(4).add(0);
      }
      fixedHour = !parts[1].startsWith("*");
    }

    Set<Instant> between(Instant after, Instant to) {
      Set<Instant> due = new TreeSet<>();
      Set<LocalDateTime> seen = new TreeSet<>();
      Instant begin =
          after.minus(Duration.ofHours(4)).truncatedTo(java.time.temporal.ChronoUnit.MINUTES);
      for (Instant at = begin; !at.isAfter(to); at = at.plusSeconds(60)) {
        LocalDateTime local = at.atZone(zone).toLocalDateTime();
        if (matches(local) && (seen.add(local) || !fixedHour)) {
          due.add(at);
        }
      }
      if (fixedHour) {
        for (ZoneOffsetTransition change = zone.getRules().nextTransition(begin);
            change != null && !change.getInstant().isAfter(to);
            change = zone.getRules().nextTransition(change.getInstant())) {
          if (change.isGap() && leavesOut(change)) {
            due.add(change.getInstant());
          }
        }
      }
      due.removeIf(at -> !at.isAfter(after));
      return due;
    }

    private boolean leavesOut(ZoneOffsetTransition gap) {
      for (LocalDateTime local = gap.getDateTimeBefore();
          local.isBefore(gap.getDateTimeAfter());
          local = local.plusMinutes(1)) {
        if (matches(local)) {
          return true;
        }
      }
      return false;
    }

    private boolean matches(LocalDateTime local) {
      return fields.get(0).contains(local.getMinute())
          && fields.get(1).contains(local.getHour())
          && fields.get(2).contains(local.getDayOfMonth())
          && fields.get(3).contains(local.getMonthValue())
          && fields.get(4).contains(local.getDayOfWeek().getValue() % 7);
    }

    private static Set<Integer> values(String field, int low, int high) {
      Set<Integer> values = new TreeSet<>();
      for (String part : field.split(",")) {
        String[] stepped = part.split("/");
        int step = stepped.length == 2 ? Integer.parseInt(stepped[1]) : 1;
        String[] range = stepped[0].split("-");
        int first = stepped[0].equals("*") ? low : Integer.parseInt(range[0]);
        int last =
            stepped[0].equals("*") ? high : range.length == 2 ? Integer.parseInt(range[1]) : first;
        for (int value = first; value <= last; value += step) {
          values.add(value);
        }
      }
      return values;
    }
  }
}
