package ai.matih.pipelines.definition;

/** How bad a problem of a definition is. */
public enum Severity implements WireName {
  ERROR("The definition is refused."),
  WARNING("The definition is accepted; something deserves a look.");

  private final String meaning;

  Severity(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
