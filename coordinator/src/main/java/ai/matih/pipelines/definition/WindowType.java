package ai.matih.pipelines.definition;

/** The kind of a time window. */
public enum WindowType implements WireName {
  TUMBLING("Windows of one size, one after another."),
  SLIDING("Windows of one size that start every slide."),
  SESSION("Windows that end after a gap without rows.");

  private final String meaning;

  WindowType(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
