package ai.matih.pipelines.definition;

/** What a failed quality check does. */
public enum OnFail implements WireName {
  FAIL("The run fails before any reader of the data starts."),
  WARN("The run goes on; the check is reported."),
  DROP("Failing rows are left out."),
  QUARANTINE("Failing rows go to the dead-letter output."),
  APPROVE("The run waits for a person.");

  private final String meaning;

  OnFail(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
