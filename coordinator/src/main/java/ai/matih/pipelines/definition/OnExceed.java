package ai.matih.pipelines.definition;

/** What happens when a budget is exceeded. */
public enum OnExceed implements WireName {
  WARN("The run goes on; an event is raised."),
  BLOCK("The run does not start.");

  private final String meaning;

  OnExceed(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
