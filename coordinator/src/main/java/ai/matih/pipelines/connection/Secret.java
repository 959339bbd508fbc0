package ai.matih.pipelines.connection;

/** A secret value. It prints as {@code ***} and is in no journal, message or log. */
public final class Secret {
  private final String value;

  public Secret(String value) {
    this.value = value;
  }

  /** The value, for the one call that needs it. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "***";
  }
}
