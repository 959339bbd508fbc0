package ai.matih.pipelines.http.cli.output;

import ai.matih.pipelines.http.client.Answer;
import ai.matih.pipelines.http.client.ConnectionView;
import ai.matih.pipelines.http.client.PipelineView;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Pipelines and connections as a person reads them. */
public final class PipelineText {

  private static final int SKIPPED_SHOWN = 3;
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

  private PipelineText() {}

  /** {@code ok flight-delays revision 1 (3f9c...) ACTIVE, schedule 0 6 * * * UTC}. */
  public static List<String> applied(Answer<PipelineView> answer) {
    PipelineView pipeline = answer.value();
    List<String> lines = new ArrayList<>(appliedToRun(answer));
    lines.addAll(PlanText.blockers(pipeline.blockers()));
    pipeline.schedule().flatMap(PipelineText::nextDue).ifPresent(due -> lines.add(" --  " + due));
    return List.copyOf(lines);
  }

  /** The same without what is missing: the refusal of the run that follows says that. */
  public static List<String> appliedToRun(Answer<PipelineView> answer) {
    PipelineView pipeline = answer.value();
    List<String> lines = new ArrayList<>();
    lines.add(
        " ok "
            + pipeline.name()
            + "  revision "
            + pipeline.revision()
            + pipeline.hash().map(hash -> " (" + PlanText.shortened(hash) + ")").orElse("")
            + "  "
            + pipeline.status()
            + schedule(pipeline));
    pipeline.warnings().forEach(warning -> lines.add(" --  " + warning));
    return List.copyOf(lines);
  }

  /** {@code ok SALES_DB revision 1 postgresql}. */
  public static List<String> appliedConnection(Answer<ConnectionView> answer) {
    ConnectionView connection = answer.value();
    return List.of(
        " ok "
            + connection.name()
            + "  revision "
            + connection.revision()
            + "  "
            + connection.type());
  }

  /** Who it is, what it runs on, what is missing. */
  public static List<String> described(Answer<PipelineView> answer) {
    PipelineView pipeline = answer.value();
    List<String> lines = new ArrayList<>();
    lines.add(pipeline.name() + "  " + pipeline.status() + schedule(pipeline));
    pipeline.description().ifPresent(text -> lines.add("  " + text));
    lines.add("  id        " + pipeline.pipelineId());
    lines.add(
        "  revision  "
            + pipeline.revision()
            + pipeline.hash().map(hash -> " (" + hash + ")").orElse(""));
    lines.add("  version   " + pipeline.version());
    lines.add("  engine    " + pipeline.engine());
    if (!pipeline.tags().isEmpty()) {
      lines.add("  tags      " + String.join(", ", pipeline.tags()));
    }
    pipeline.running().ifPresent(count -> lines.add("  in flight " + count));
    pipeline.schedule().ifPresent(schedule -> lines.addAll(driven(schedule)));
    pipeline.triggers().forEach(trigger -> lines.addAll(TriggerText.lines(trigger)));
    pipeline.spending().ifPresent(month -> lines.add("  spent     " + spent(month)));
    lines.add("  changed   " + Figures.instant(pipeline.updatedAt()));
    pipeline.warnings().forEach(warning -> lines.add(" --  " + warning));
    lines.addAll(PlanText.blockers(pipeline.blockers()));
    return List.copyOf(lines);
  }

  private static String spent(PipelineView.Spending month) {
    return Figures.money(month.settled(), month.currency())
        + " in "
        + month.month()
        + (month.reserved().signum() == 0
            ? ""
            : ", and " + Figures.money(month.reserved(), month.currency()) + " reserved");
  }

  private static String schedule(PipelineView pipeline) {
    return pipeline
        .schedule()
        .map(schedule -> ", schedule " + schedule.cron() + " " + schedule.timezone())
        .orElse("");
  }

  private static Optional<String> nextDue(PipelineView.Schedule schedule) {
    if (!schedule.driven()) {
      return Optional.empty();
    }
    return Optional.of(
        schedule.next().isEmpty()
            ? "never due again: its end date has passed"
            : "next due " + joined(schedule.next(), schedule));
  }

  private static List<String> driven(PipelineView.Schedule schedule) {
    List<String> lines = new ArrayList<>();
    nextDue(schedule)
        .ifPresent(
            due ->
                lines.add(
                    "  schedule  "
                        + due
                        + (schedule.lateMs() == 0
                            ? ""
                            : ", late by " + Figures.time(Duration.ofMillis(schedule.lateMs())))));
    if (schedule.waitingCount() > 0) {
      lines.add(
          "  waiting   " + schedule.waitingCount() + ": " + joined(schedule.waiting(), schedule));
    }
    schedule.lastRun().ifPresent(at -> lines.add("  last run  " + Figures.instant(at)));
    schedule.skipped().stream()
        .limit(SKIPPED_SHOWN)
        .forEach(skip -> lines.add("  skipped   " + skipped(skip, schedule)));
    return lines;
  }

  private static String skipped(PipelineView.Skipped skip, PipelineView.Schedule schedule) {
    List<Instant> ends =
        skip.count() == 1 ? List.of(skip.first()) : List.of(skip.first(), skip.last());
    return (skip.count() == 1 ? "" : skip.count() + " due times, first and last ")
        + joined(ends, schedule)
        + ": "
        + skip.detail();
  }

  /** To the minute, in the schedule's zone, which is named once. */
  private static String joined(List<Instant> times, PipelineView.Schedule schedule) {
    ZoneId zone = ZoneId.of(schedule.timezone());
    return times.stream()
        .map(time -> MINUTE.format(time.atZone(zone)))
        .collect(Collectors.joining(", ", "", " (" + zone + ")"));
  }
}
