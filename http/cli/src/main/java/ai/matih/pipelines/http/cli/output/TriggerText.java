package ai.matih.pipelines.http.cli.output;

import ai.matih.pipelines.http.client.PipelineView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a trigger waits for, and what it has seen. */
public final class TriggerText {
  private static final int MISSED = 3;

  private TriggerText() {}

  /** One line, and more for what went wrong. */
  public static List<String> lines(PipelineView.Trigger trigger) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "  trigger   "
            + trigger.name()
            + ": "
            + trigger.type()
            + " "
            + String.join(", ", trigger.watches())
            + trigger
                .pausedAt()
                .map(at -> ", paused since " + Figures.instant(at))
                .orElse(trigger.driven() ? "" : ", rests")
            + trigger
                .pollInterval()
                .map(every -> ", every " + Figures.time(Duration.parse(every)))
                .orElse("")
            + trigger.nextLook().map(at -> ", looks next " + Figures.instant(at)).orElse("")
            + trigger.lastFired().map(at -> ", last fired " + Figures.instant(at)).orElse("")
            + (trigger.waitingCount() == 0 ? "" : ", " + trigger.waitingCount() + " waiting")
            + (trigger.arrived().isEmpty()
                ? ""
                : ", new: " + String.join(", ", trigger.arrived())));
    trigger
        .lastError()
        .ifPresent(
            wrong ->
                lines.add(" !! " + wrong.message() + " (" + Figures.instant(wrong.at()) + ")"));
    trigger.missed().stream()
        .limit(MISSED)
        .forEach(
            one ->
                lines.add("  missed    " + one.key() + ": " + one.reason() + ", " + one.detail()));
    return lines;
  }
}
