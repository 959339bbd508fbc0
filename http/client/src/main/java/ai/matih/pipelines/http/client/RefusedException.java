package ai.matih.pipelines.http.client;

import java.util.List;
import java.util.Optional;

/** The server answered with its error envelope. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Refusal refusal;

  RefusedException(int status, Refusal refusal) {
    super(refusal.message());
    this.status = status;
    this.refusal = refusal;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** What the envelope says. */
  public Refusal refusal() {
    return refusal;
  }

  /**
   * The error envelope.
   *
   * @param code stable, {@code UPPER_SNAKE}
   * @param remedy one next step
   * @param problems of a definition, each with its place; empty for other errors
   * @param blockers what is missing before the pipeline can run; empty for other errors
   */
  public record Refusal(
      String code,
      String message,
      Optional<String> remedy,
      List<ProblemView> problems,
      List<BlockerView> blockers,
      Optional<String> requestId) {

    public Refusal {
      problems = List.copyOf(problems);
      blockers = List.copyOf(blockers);
    }
  }
}
