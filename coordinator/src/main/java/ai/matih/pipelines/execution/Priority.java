package ai.matih.pipelines.execution;

/** The order in which runs get an engine's slots; one level up for every five minutes waited. */
public enum Priority {
  LOW,
  NORMAL,
  HIGH
}
