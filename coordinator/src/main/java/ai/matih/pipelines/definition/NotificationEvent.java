package ai.matih.pipelines.definition;

/** What a notification tells of. */
public enum NotificationEvent implements WireName {
  FAILED("A run failed."),
  SUCCEEDED("A run succeeded."),
  SLA_MISSED("A run is not done within its SLA."),
  QUALITY("A quality check did not pass."),
  APPROVAL("A gate waits for a verdict.");

  private final String meaning;

  NotificationEvent(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
