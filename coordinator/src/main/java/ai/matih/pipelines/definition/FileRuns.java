package ai.matih.pipelines.definition;

/** What a trigger makes of the new files of one look. */
public enum FileRuns implements WireName {
  FILE("Each new file is a run of its own."),
  BATCH("All new files of one look are one run.");

  private final String meaning;

  FileRuns(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
