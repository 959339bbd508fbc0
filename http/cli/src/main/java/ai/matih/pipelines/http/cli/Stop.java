package ai.matih.pipelines.http.cli;

import java.util.Optional;

/** Ends a command with a sentence for a person, a next step, and an exit code. */
public final class Stop extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;
  private final transient Optional<String> remedy;

  private Stop(ExitCode code, String message, Optional<String> remedy) {
    super(message, null, false, false);
    this.code = code;
    this.remedy = remedy;
  }

  /** A stop with one thing that the person can do. */
  public static Stop with(ExitCode code, String message, String remedy) {
    return new Stop(code, message, Optional.of(remedy));
  }

  /** A stop after which nothing is left to say, because it was already said. */
  public static Stop quietly(ExitCode code) {
    return new Stop(code, "", Optional.empty());
  }

  public ExitCode code() {
    return code;
  }

  public Optional<String> remedy() {
    return remedy;
  }
}
