package ai.matih.pipelines.definition;

/** A column that extraction adds to every row. */
public enum AddedColumn implements WireName {
  EXTRACTED_AT("_extracted_at", "The instant at which the row was read."),
  EXECUTION_ID("_execution_id", "The id of the execution that read the row.");

  private final String wireName;
  private final String meaning;

  AddedColumn(String wireName, String meaning) {
    this.wireName = wireName;
    this.meaning = meaning;
  }

  @Override
  public String wireName() {
    return wireName;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
