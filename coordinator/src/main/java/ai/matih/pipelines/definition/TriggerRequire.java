package ai.matih.pipelines.definition;

/** Which of several datasets must be new before a run starts. */
public enum TriggerRequire implements WireName {
  ANY("A new version of one of them."),
  ALL("A new version of each of them since the last such run.");

  private final String meaning;

  TriggerRequire(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
