package ai.matih.pipelines.definition;

/** The format of a Kafka record value. */
public enum RecordFormat implements WireName {
  JSON("UTF-8 JSON text."),
  AVRO("Avro by schema registry."),
  PROTOBUF("Protobuf by schema registry.");

  private final String meaning;

  RecordFormat(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
