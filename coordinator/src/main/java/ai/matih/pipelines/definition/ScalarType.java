package ai.matih.pipelines.definition;

/** The type of a parameter or of a literal in a definition. */
public enum ScalarType implements WireName {
  STRING("Text."),
  INTEGER("A whole number of 64 bits."),
  NUMBER("A decimal number of any precision."),
  BOOLEAN("true or false."),
  DATE("A calendar date, 2026-01-31."),
  TIMESTAMP("An instant with offset, 2026-01-31T06:00:00Z.");

  private final String meaning;

  ScalarType(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
