package ai.matih.pipelines.pipeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** What a succeeded run moved, took and cost: what estimates of later runs rest on. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RunFigures(
    int revision,
    long rows,
    long bytes,
    long durationMillis,
    Instant endedAt,
    Optional<BigDecimal> cost) {

  /** Runs that ended before costs were journaled here have none. */
  public RunFigures {
    cost = cost == null ? Optional.empty() : cost;
  }
}
