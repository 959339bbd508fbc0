package ai.matih.pipelines.definition;

/** What a target may see when work is repeated. */
public enum Delivery implements WireName {
  AT_LEAST_ONCE("A row may be seen twice."),
  EXACTLY_ONCE("Each row is seen once.");

  private final String meaning;

  Delivery(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
