package ai.matih.pipelines.http.cli.output;

import ai.matih.pipelines.http.client.BlockerView;
import ai.matih.pipelines.http.client.PlanView;
import ai.matih.pipelines.http.client.PlanView.Candidate;
import ai.matih.pipelines.http.client.PlanView.Change;
import ai.matih.pipelines.http.client.PlanView.Estimate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A plan as a person reads it. */
public final class PlanText {

  private PlanText() {}

  /** Size, estimate, engine candidates, what is missing. */
  public static List<String> summary(PlanView plan) {
    List<String> lines = new ArrayList<>();
    String size = many(plan.stages().size(), "stage") + ", " + many(plan.stepCount(), "step");
    lines.add("Plan   " + pad(size, 23) + estimate(plan.estimate()));
    int width =
        plan.engine().candidates().stream().mapToInt(one -> one.engine().length()).max().orElse(0);
    String head = " engine  ";
    for (Candidate candidate : plan.engine().candidates()) {
      lines.add(
          head
              + pad(candidate.engine(), width + 2)
              + pad(candidate.kept() ? "kept" : "rejected", 10)
              + candidate.reason());
      head = "         ";
    }
    lines.addAll(blockers(plan.blockers()));
    return List.copyOf(lines);
  }

  /** What a person should know before applying it. */
  public static List<String> warnings(PlanView plan) {
    List<String> lines = new ArrayList<>();
    plan.problems().forEach(problem -> lines.addAll(ErrorText.problem(problem, Optional.empty())));
    plan.warnings().forEach(warning -> lines.add(" --  " + warning));
    return List.copyOf(lines);
  }

  /** The steps by stage, with what each reads. */
  public static List<String> steps(PlanView plan) {
    List<String> lines = new ArrayList<>();
    for (PlanView.Stage stage : plan.stages()) {
      lines.add(
          "Stage "
              + stage.name()
              + " on "
              + stage.instance()
              + (stage.after().isEmpty() ? "" : ", after " + String.join(", ", stage.after()))
              + (stage.gates().isEmpty()
                  ? ""
                  : ", waits at gate " + String.join(" and ", stage.gates())));
      int width = stage.steps().stream().mapToInt(step -> step.name().length()).max().orElse(0);
      for (PlanView.Step step : stage.steps()) {
        String inputs = step.inputs().isEmpty() ? "" : "<- " + String.join(", ", step.inputs());
        lines.add((" " + pad(step.name(), width + 3) + inputs).stripTrailing());
      }
    }
    return List.copyOf(lines);
  }

  /** What applying it would change. */
  public static List<String> changes(PlanView plan) {
    if (plan.live().isEmpty()) {
      return List.of("New pipeline " + plan.name());
    }
    PlanView.Live live = plan.live().get();
    if (live.same()) {
      return List.of(
          "No change to revision " + live.revision() + " (" + shortened(live.hash()) + ")");
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "Changes to revision "
            + live.revision()
            + (live.running() == 0
                ? ""
                : ", " + many(live.running(), "run") + " in flight keep it"));
    for (Change change : plan.diff()) {
      lines.add(" " + sign(change) + " " + change.path() + values(change));
      if (!change.effect().isBlank()) {
        lines.add("     " + change.effect());
      }
    }
    return List.copyOf(lines);
  }

  /** What is missing, each with its remedy. */
  public static List<String> blockers(List<BlockerView> blockers) {
    List<String> lines = new ArrayList<>();
    for (BlockerView blocker : blockers) {
      lines.add(
          " !! BLOCKED  "
              + blocker.subject()
              + ": "
              + blocker.message().strip().replace("\n", "\n             "));
      lines.add("             " + blocker.remedy());
    }
    return List.copyOf(lines);
  }

  /** {@code 3f9c12ab...}. */
  public static String shortened(String hash) {
    return hash.length() <= 8 ? hash : hash.substring(0, 8) + "...";
  }

  static String many(long number, String noun) {
    return Figures.count(number) + " " + noun + (number == 1 ? "" : "s");
  }

  static String pad(String text, int width) {
    return text.length() >= width ? text : text + " ".repeat(width - text.length());
  }

  private static String estimate(Estimate estimate) {
    List<String> parts = new ArrayList<>();
    estimate.rows().ifPresent(rows -> parts.add(many(rows, "row")));
    estimate.bytes().ifPresent(bytes -> parts.add(Figures.bytes(bytes)));
    parts.add(Figures.roughly(Duration.ofMillis(estimate.durationMs())));
    parts.add(Figures.money(estimate.cost(), estimate.currency()));
    String basis = estimate.basis().toLowerCase(Locale.ROOT).replace('_', ' ');
    return "estimate " + String.join(", ", parts) + " (" + basis + ")";
  }

  private static String sign(Change change) {
    return change.before().isEmpty() ? "+" : change.after().isEmpty() ? "-" : "~";
  }

  private static String values(Change change) {
    return change.before().isPresent() && change.after().isPresent()
        ? "  " + change.before().get() + " -> " + change.after().get()
        : change.after().or(change::before).map(text -> "  " + text).orElse("");
  }
}
