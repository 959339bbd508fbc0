package ai.matih.pipelines.schedule;

import ai.matih.pipelines.definition.WireName;

/** What happens when a due time comes while a run of the schedule is going. */
public enum OverlapPolicy implements WireName {
  SKIP("The due time is recorded as skipped."),
  BUFFER_ONE("One due time waits."),
  BUFFER_ALL("All due times wait in order."),
  CANCEL_OTHER("The running one is cancelled, then the new one starts."),
  TERMINATE_OTHER("The running one is ended without proof, then the new one starts."),
  ALLOW_ALL("Runs overlap, up to max_concurrent.");

  private final String meaning;

  OverlapPolicy(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
