package ai.matih.pipelines.definition;

/** Where a consumer group without an offset begins. */
public enum StartOffset implements WireName {
  EARLIEST("The oldest record kept."),
  LATEST("Records written from now on."),
  TIMESTAMP("The first record at or after initial_value.");

  private final String meaning;

  StartOffset(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
