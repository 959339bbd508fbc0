package ai.matih.pipelines.schedule;

import ai.matih.pipelines.definition.WireName;

/** What happens to due times older than the catch-up window. */
public enum Catchup implements WireName {
  NONE("They are recorded as skipped."),
  LATEST("Only the latest of them runs."),
  ALL("All of them run in order.");

  private final String meaning;

  Catchup(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
