package ai.matih.pipelines.definition;

/** From when on a dataset has to be loaded to be there. */
public enum WaitSince implements WireName {
  INTERVAL("The start of the interval that the run covers."),
  LAST_RUN("The start of the last run that succeeded; before the first one any version counts.");

  private final String meaning;

  WaitSince(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
