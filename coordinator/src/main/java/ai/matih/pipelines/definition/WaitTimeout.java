package ai.matih.pipelines.definition;

/** What happens to a run whose data did not come in time. */
public enum WaitTimeout implements WireName {
  FAIL("The run fails."),
  SKIP("The run ends skipped, which is no failure.");

  private final String meaning;

  WaitTimeout(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
