package ai.matih.pipelines.http.cli.output;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.Stop;
import ai.matih.pipelines.http.client.ProblemView;
import ai.matih.pipelines.http.client.RefusedException;
import ai.matih.pipelines.http.client.UnreachableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a person reads when something did not work, and what the process ends with: the place, the
 * other side's words, one remedy. Never a stack trace.
 */
public record ErrorText(List<String> lines, ExitCode code) {
  private static final int NOT_FOUND = 404;

  public ErrorText {
    lines = List.copyOf(lines);
  }

  /**
   * @param file the file that a definition's problems are in, if one was given
   */
  public static ErrorText of(Throwable thrown, Optional<String> file) {
    return switch (thrown) {
      case Stop stop ->
          stop.getMessage().isEmpty()
              ? new ErrorText(List.of(), stop.code())
              : said(stop.getMessage(), stop.remedy(), stop.code());
      case RefusedException refused -> refused(refused, file);
      case RefusedFile placed -> refused(placed.refusal(), Optional.of(placed.file()));
      case FlawedFile flawed ->
          new ErrorText(
              flawed.problems().stream()
                  .flatMap(one -> problem(one, Optional.of(flawed.file())).stream())
                  .toList(),
              ExitCode.BAD_INPUT);
      case UnreachableException gone ->
          said(
              "There is " + gone.getMessage(),
              Optional.of("Start a node with `matih up`, or set MATIH_URL to one that runs."),
              ExitCode.NO_NODE);
      default ->
          said(
              thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage(),
              Optional.of("Set MATIH_DEBUG=1 to see where it happened."),
              ExitCode.RUN_FAILED);
    };
  }

  /** {@code file:line:column code message}, and the remedy below it. */
  public static List<String> problem(ProblemView problem, Optional<String> file) {
    List<String> lines = new ArrayList<>();
    String place =
        problem.line() > 0
            ? file.map(name -> name + ":").orElse("line ") + problem.line() + ":" + problem.column()
            : file.map(name -> name + ":").orElse("") + problem.path();
    boolean warning = "warning".equals(problem.severity().toLowerCase(Locale.ROOT));
    lines.add(
        place + "  " + (warning ? "warning " : "") + problem.code() + "  " + problem.message());
    problem.remedy().filter(text -> !text.isBlank()).ifPresent(text -> lines.add("    " + text));
    return List.copyOf(lines);
  }

  private static ErrorText refused(RefusedException refused, Optional<String> file) {
    RefusedException.Refusal refusal = refused.refusal();
    List<String> lines = new ArrayList<>();
    Optional<ProblemView> same =
        refusal.problems().stream()
            .filter(one -> one.line() == 0 && one.message().equals(refusal.message()))
            .findFirst();
    refusal.problems().stream()
        .filter(problem -> !same.equals(Optional.of(problem)))
        .forEach(problem -> lines.addAll(problem(problem, file)));
    lines.addAll(PlanText.blockers(refusal.blockers()));
    Optional<String> remedy =
        refusal
            .remedy()
            .or(() -> same.flatMap(ProblemView::remedy))
            .or(() -> whereToLook(refused.status()));
    ExitCode code = code(refused.status());
    lines.addAll(said(refusal.message(), remedy, code).lines());
    if (refused.status() >= 500) {
      refusal.requestId().ifPresent(id -> lines.add("  request " + id));
    }
    return new ErrorText(lines, code);
  }

  private static Optional<String> whereToLook(int status) {
    return status == NOT_FOUND
        ? Optional.of("`matih get runs`, `get pipelines` and `get connections` list what is there.")
        : Optional.empty();
  }

  private static ExitCode code(int status) {
    return switch (status) {
      case 400, 404, 405, 409, 410, 413, 415, 422 -> ExitCode.BAD_INPUT;
      case 401, 403 -> ExitCode.BAD_INPUT;
      case 503 -> ExitCode.NO_NODE;
      default -> ExitCode.RUN_FAILED;
    };
  }

  private static ErrorText said(String message, Optional<String> remedy, ExitCode code) {
    List<String> lines = new ArrayList<>();
    lines.add("error: " + message);
    remedy.ifPresent(text -> lines.add("  " + text));
    return new ErrorText(lines, code);
  }
}
