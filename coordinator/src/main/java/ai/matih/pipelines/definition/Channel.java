package ai.matih.pipelines.definition;

/** Where a notification goes. */
public enum Channel implements WireName {
  WEBHOOK("An HTTP POST."),
  SLACK("A Slack channel."),
  EMAIL("Mail."),
  KAFKA("A Kafka topic.");

  private final String meaning;

  Channel(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
