package ai.matih.pipelines.definition;

/** What happens when a source no longer has the schema it had. */
public enum SchemaPolicy implements WireName {
  IGNORE("New columns are left out."),
  EVOLVE("Columns are added and widened in the sinks."),
  FAIL("The run fails before anything is loaded."),
  APPROVE("The run waits for a person.");

  private final String meaning;

  SchemaPolicy(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
