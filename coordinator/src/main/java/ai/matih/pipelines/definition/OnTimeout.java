package ai.matih.pipelines.definition;

/** What happens to a gate that nobody decided in time. */
public enum OnTimeout implements WireName {
  CANCEL("The run is cancelled."),
  ESCALATE("An escalation is notified and the gate stays open.");

  private final String meaning;

  OnTimeout(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
