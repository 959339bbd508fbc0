package ai.matih.pipelines.definition;

/** The kinds of engine that can run a stage. An absent engine means that the planner chooses. */
public enum EngineKind implements WireName {
  EMBEDDED("Runs inside the node; needs nothing installed."),
  AIRFLOW("Scheduled batch work as a generated Airflow DAG."),
  SPARK("Large batch work and table maintenance."),
  FLINK("Continuous streams, change capture, sub-minute latency."),
  TEMPORAL("Long multi-step work with waits and approvals.");

  private final String meaning;

  EngineKind(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
