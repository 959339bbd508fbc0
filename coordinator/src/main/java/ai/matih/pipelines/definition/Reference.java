package ai.matih.pipelines.definition;

/**
 * A name in a definition that only a tenant can resolve.
 *
 * @param path where it is first used
 */
public record Reference(Kind kind, String name, String path, Position position) {
  /** What is named. */
  public enum Kind {
    CONNECTION,
    VARIABLE,
    ENGINE
  }

  /** The warning of a validation that looks nothing up. */
  public Problem notLookedUp() {
    return switch (kind) {
      case CONNECTION ->
          warning("connection " + name, "plan tells whether it is there: matih connections");
      case ENGINE -> warning("engine " + name, "plan tells whether it is configured");
      case VARIABLE -> warning("variable " + name, "plan tells whether it is set");
    };
  }

  private Problem warning(String what, String remedy) {
    return new Problem(
        "not_looked_up",
        Severity.WARNING,
        path,
        position.line(),
        position.column(),
        "the " + what + " was not looked up",
        "Nothing to do now; " + remedy + ".");
  }
}
