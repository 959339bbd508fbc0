package ai.matih.pipelines.definition;

/** The compression of files. */
public enum Compression implements WireName {
  NONE("Not compressed."),
  GZIP("gzip."),
  SNAPPY("Snappy."),
  ZSTD("Zstandard.");

  private final String meaning;

  Compression(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
