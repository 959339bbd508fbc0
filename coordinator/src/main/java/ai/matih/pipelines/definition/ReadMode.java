package ai.matih.pipelines.definition;

/** How a table is read. */
public enum ReadMode implements WireName {
  FULL("All rows, each run."),
  INCREMENTAL("Rows changed since the watermark; needs watermark_column."),
  PARTITION("The partitions in partition_range of partition_column."),
  SNAPSHOT("All rows, compared by hash with the last snapshot.");

  private final String meaning;

  ReadMode(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
