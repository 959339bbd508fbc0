package ai.matih.pipelines.definition;

/** How rows reach a target. */
public enum WriteMode implements WireName {
  APPEND("Rows are added."),
  OVERWRITE("The whole target is replaced in one step."),
  OVERWRITE_PARTITION("The partitions present in the batch are replaced; needs partition_by."),
  MERGE_ON_KEY("Rows with known merge_keys are updated, others inserted.");

  private final String meaning;

  WriteMode(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
