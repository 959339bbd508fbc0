package ai.matih.pipelines.definition;

/** Whether a topic is read to an end or for ever. */
public enum KafkaRead implements WireName {
  BATCH("Up to max_records or until idle, then the run ends."),
  CONTINUOUS("Without an end.");

  private final String meaning;

  KafkaRead(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
