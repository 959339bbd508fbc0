package ai.matih.pipelines.definition;

/** The format of files. */
public enum FileFormat implements WireName {
  CSV("Delimited text, see csv_options."),
  JSON("One JSON object a line, or an array of objects."),
  PARQUET("Apache Parquet."),
  AVRO("Apache Avro container files."),
  ORC("Apache ORC.");

  private final String meaning;

  FileFormat(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
