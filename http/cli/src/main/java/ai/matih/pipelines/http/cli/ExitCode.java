package ai.matih.pipelines.http.cli;

/** What the process ends with; scripts rely on these numbers. */
public enum ExitCode {
  /** Done as asked. */
  GOOD(0),
  /** The run ended otherwise than well, or the server could not do it. */
  RUN_FAILED(1),
  /** A bad definition, or a command that was not understood. */
  BAD_INPUT(2),
  /** {@code diff} found something. */
  DIFFERENT(2),
  /** No node could be reached or started. */
  NO_NODE(3),
  /** The run failed for its quality checks. */
  QUALITY(4),
  /** Ctrl-C. */
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
