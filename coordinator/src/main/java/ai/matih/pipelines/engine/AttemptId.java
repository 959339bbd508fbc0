package ai.matih.pipelines.engine;

import ai.matih.pipelines.identity.ExecutionId;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * One submission of one stage: {@code <executionId>/<stage>/<n>}, n from 1. An engine's external
 * name is derived from it and from nothing else.
 */
public record AttemptId(ExecutionId execution, String stage, int number)
    implements Comparable<AttemptId> {

  /** Throws IllegalArgumentException for a stage with a slash or a number under 1. */
  public AttemptId {
    if (stage.isEmpty() || stage.indexOf('/') >= 0 || number < 1) {
      throw new IllegalArgumentException("not an attempt: " + stage + "/" + number);
    }
  }

  /** Reads {@code <executionId>/<stage>/<n>}; throws IllegalArgumentException for anything else. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static AttemptId parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("not an attempt id: " + text);
    }
    return new AttemptId(new ExecutionId(parts[0]), parts[1], Integer.parseInt(parts[2]));
  }

  /** The attempt after this one. */
  public AttemptId next() {
    return new AttemptId(execution, stage, number + 1);
  }

  @Override
  public int compareTo(AttemptId other) {
    return java.util.Comparator.comparing((AttemptId a) -> a.execution().value())
        .thenComparing(AttemptId::stage)
        .thenComparingInt(AttemptId::number)
        .compare(this, other);
  }

  @JsonValue
  @Override
  public String toString() {
    return execution + "/" + stage + "/" + number;
  }
}
