package ai.matih.pipelines.definition;

/** Which ends of the tasks before let a task start. */
public enum TriggerRule implements WireName {
  ALL_SUCCESS("All succeeded."),
  ALL_DONE("All ended, however."),
  ONE_SUCCESS("At least one succeeded."),
  ONE_FAILED("At least one failed."),
  NONE_FAILED("None failed; some may be skipped.");

  private final String meaning;

  TriggerRule(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
