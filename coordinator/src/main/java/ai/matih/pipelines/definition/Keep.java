package ai.matih.pipelines.definition;

/** Which of several rows with the same keys stays. */
public enum Keep implements WireName {
  FIRST("The first by order_by."),
  LAST("The last by order_by.");

  private final String meaning;

  Keep(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
