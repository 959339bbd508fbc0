package ai.matih.pipelines.http.cli.output;

import ai.matih.pipelines.http.client.ExecutionView;
import ai.matih.pipelines.http.client.FailureView;
import ai.matih.pipelines.http.client.StepView;
import ai.matih.pipelines.http.client.StepView.Quality;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** A run as a person reads it: one line a step, and how it ended. */
public final class RunText {
  private static final int TIME_ENDS_AT = 88;
  private static final int COUNT_WIDTH = 6;

  private RunText() {}

  /** {@code Run exec-... attempt 1}. */
  public static String head(ExecutionView run) {
    return "Run "
        + run.executionId()
        + "  attempt "
        + Math.max(1, run.attempts())
        + run.resumeOf().map(earlier -> "   goes on from " + earlier).orElse("");
  }

  /**
   * One step that has ended, or is at work.
   *
   * @param width of the widest step name
   */
  public static String step(StepView step, int width) {
    String line = " " + mark(step) + " " + PlanText.pad(step.name(), width + 1) + detail(step);
    return step.durationMs().isEmpty() || !timed(step)
        ? line.stripTrailing()
        : ended(line, Duration.ofMillis(step.durationMs().getAsLong()));
  }

  /**
   * The last lines: status, figures, and for a failure what to do.
   *
   * @param place of the step that failed, in its definition
   */
  public static List<String> end(
      ExecutionView run, OptionalLong journalEvents, Optional<String> place) {
    List<String> lines = new ArrayList<>();
    run.failure().ifPresent(failure -> lines.addAll(failure(failure, place)));
    StringBuilder line = new StringBuilder(run.status());
    line.append(" in ").append(Figures.time(Duration.ofMillis(run.metrics().elapsedMs())));
    run.cost()
        .actual()
        .ifPresent(
            cost ->
                line.append("   cost ")
                    .append(Figures.money(cost, run.cost().currency()))
                    .append(" (estimated ")
                    .append(Figures.money(run.cost().estimated(), run.cost().currency()))
                    .append(')'));
    run.qualityScore().ifPresent(score -> line.append("   quality ").append(Figures.score(score)));
    journalEvents.ifPresent(count -> line.append("   ").append(count).append(" journal events"));
    lines.add(line.toString());
    run.statusReason()
        .filter(reason -> run.failure().isEmpty())
        .ifPresent(reason -> lines.add("  " + reason));
    if (!run.status().equals("SUCCEEDED")) {
      if (!run.committed().isEmpty()) {
        lines.add("Committed before the end: " + String.join(", ", run.committed()));
      }
      lines.add("Retry    matih retry " + run.executionId());
    }
    return List.copyOf(lines);
  }

  /** Each limit of the budget that the run was started beyond. */
  public static List<String> beyondBudget(ExecutionView run) {
    return run.cost().budget().stream()
        .flatMap(
            budget ->
                budget.exceeded().stream()
                    .map(
                        one ->
                            " !! budget "
                                + one.limit()
                                + ": "
                                + Figures.money(one.figure(), run.cost().currency())
                                + " of "
                                + Figures.money(one.most(), run.cost().currency())
                                + budget
                                    .overriddenBy()
                                    .map(who -> ", overridden by " + who)
                                    .orElse("")))
        .toList();
  }

  /** What a person should know of a run that waits. */
  public static Optional<String> waiting(ExecutionView run) {
    return switch (run.status()) {
      case "AWAITING_APPROVAL" -> atGates(run);
      case "RETRYING", "RECONCILING", "QUEUED", "CANCELLING" ->
          run.statusReason()
              .map(reason -> " -- " + run.status().toLowerCase(Locale.ROOT) + ": " + reason);
      default -> Optional.empty();
    };
  }

  /** The data that it waits for, whatever else goes on: one line a gate. */
  public static List<String> awaited(ExecutionView run) {
    return run.gates().stream()
        .filter(gate -> gate.state().equals("OPEN") && !run.ended())
        .flatMap(
            gate ->
                gate.waitsFor().stream()
                    .map(
                        what ->
                            "  waits     "
                                + gate.name()
                                + " for "
                                + what
                                + ", since "
                                + Figures.instant(gate.openedAt())
                                + ", until "
                                + Figures.instant(gate.deadline())
                                + gate.nextLook()
                                    .map(at -> ", looks next " + Figures.instant(at))
                                    .orElse("")
                                + gate.problem().map(why -> "\n !! " + why).orElse("")))
        .toList();
  }

  private static Optional<String> atGates(ExecutionView run) {
    List<String> open =
        run.gates().stream()
            .filter(gate -> gate.state().equals("OPEN") && gate.waitsFor().isEmpty())
            .map(ExecutionView.Gate::name)
            .toList();
    if (open.isEmpty()) {
      return Optional.empty();
    }
    String which = open.size() == 1 ? "" : " --gate '" + open.getFirst() + "'";
    return Optional.of(
        " ?? waits at gate "
            + String.join(" and ", open)
            + ": matih approve "
            + run.executionId()
            + which
            + "   or   matih reject "
            + run.executionId()
            + which);
  }

  /** {@code line} with the time it took at the end. */
  public static String ended(String line, Duration took) {
    String time = Figures.time(took);
    return PlanText.pad(line, TIME_ENDS_AT - time.length() - 1) + " " + time;
  }

  private static List<String> failure(FailureView failure, Optional<String> place) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "error: "
            + failure.step().map(step -> step + ": ").orElse("")
            + failure.code().toLowerCase(Locale.ROOT).replace('_', ' '));
    place.ifPresent(text -> lines.add("  at " + text));
    failure.message().strip().lines().forEach(text -> lines.add(("  | " + text).stripTrailing()));
    failure.remedy().ifPresent(text -> lines.add("  " + text));
    return lines;
  }

  private static boolean timed(StepView step) {
    return step.status().equals("SUCCEEDED") || step.status().equals("FAILED");
  }

  private static String mark(StepView step) {
    return switch (step.status()) {
      case "SUCCEEDED" -> step.quality().map(Quality::passed).orElse(true) ? "ok" : "!!";
      case "FAILED" -> "!!";
      case "RUNNING" -> "..";
      default -> "--";
    };
  }

  private static String detail(StepView step) {
    return switch (step.status()) {
      case "REUSED" -> "taken over from the earlier run";
      case "SKIPPED", "CANCELLED", "PENDING" -> step.status().toLowerCase(Locale.ROOT);
      case "RUNNING" -> step.rowsIn() == 0 ? "" : rows(step.rowsIn());
      default -> step.quality().map(RunText::quality).orElseGet(() -> figures(step));
    };
  }

  private static String figures(StepView step) {
    return switch (step.verb()) {
      case "extract" -> rows(step.rowsOut()) + "   " + Figures.bytes(step.bytesIn());
      case "load" ->
          step.output().map(one -> Places.target(one) + "   ").orElse("")
              + Figures.count(step.rowsOut())
              + " rows";
      default ->
          step.rowsIn() == 0 && step.rowsOut() == 0
              ? ""
              : right(step.rowsIn()) + " -> " + rows(step.rowsOut());
    };
  }

  /** The check's own words; the bound is left out where nothing came near it. */
  private static String quality(Quality quality) {
    String verdict = quality.passed() ? "" : " " + quality.onFail().toLowerCase(Locale.ROOT);
    return quality.message().map(text -> aligned(quality, text)).orElseGet(() -> counted(quality))
        + verdict;
  }

  private static String aligned(Quality quality, String message) {
    int bound = message.lastIndexOf(" (");
    String text =
        quality.passed() && quality.failing() == 0 && bound > 0
            ? message.substring(0, bound)
            : message;
    int number = text.indexOf(' ');
    return number > 0 && Character.isDigit(text.charAt(0))
        ? " ".repeat(Math.max(0, COUNT_WIDTH - number)) + text
        : text;
  }

  private static String counted(Quality quality) {
    String share =
        quality.checked() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                " (%.1f %%, limit %s)",
                100.0 * quality.failing() / quality.checked(),
                quality.limit());
    return right(quality.failing())
        + " of "
        + Figures.count(quality.checked())
        + " rows failing"
        + (quality.failing() == 0 ? "" : share);
  }

  private static String rows(long count) {
    return right(count) + " rows";
  }

  private static String right(long count) {
    String text = Figures.count(count);
    return " ".repeat(Math.max(0, COUNT_WIDTH - text.length())) + text;
  }
}
