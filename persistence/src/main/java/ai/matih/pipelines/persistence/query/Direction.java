package ai.matih.pipelines.persistence.query;

/** Which end of a list comes first. */
public enum Direction {
  ASC,
  DESC
}
