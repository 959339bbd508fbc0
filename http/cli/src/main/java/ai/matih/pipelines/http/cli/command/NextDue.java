package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.definition.IncludedFiles;
import ai.matih.pipelines.definition.reading.DefinitionReader;
import ai.matih.pipelines.schedule.DueTimes;
import ai.matih.pipelines.schedule.Schedule;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** When a definition's schedule is due next. */
final class NextDue {
  private static final int SHOWN = 3;
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

  private NextDue() {}

  /** {@code -- next due 2026-01-02 06:00, ... (UTC)} in the schedule's zone; empty without one. */
  static Optional<String> line(String definition, Instant now) {
    return DefinitionReader.read(definition.getBytes(StandardCharsets.UTF_8), IncludedFiles.NONE)
        .definition()
        .flatMap(one -> one.orchestration().schedule())
        .map(schedule -> line(schedule, now));
  }

  private static String line(Schedule schedule, Instant now) {
    List<Instant> due = new DueTimes(schedule).next(now, SHOWN);
    ZoneId zone = schedule.timezone();
    return due.isEmpty()
        ? " --  it is never due again: its end date has passed"
        : due.stream()
            .map(time -> MINUTE.format(time.atZone(zone)))
            .collect(Collectors.joining(", ", " --  it would next be due ", " (" + zone + ")"));
  }
}
