package ai.matih.pipelines.http.client;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A pipeline with its live revision.
 *
 * @param hash SHA-256 of the live definition's canonical form
 * @param engine that runs it
 * @param running runs that have not ended; in a read of one pipeline
 * @param spending what its runs cost this month; in a read of one pipeline
 * @param definition the live sections; in a read of one pipeline
 * @param blockers what is missing before it can run
 */
public record PipelineView(
    String pipelineId,
    String name,
    String version,
    Optional<String> description,
    List<String> tags,
    String status,
    Optional<String> statusMeaning,
    int revision,
    Optional<String> hash,
    String engine,
    Instant createdAt,
    Instant updatedAt,
    OptionalInt running,
    Optional<Spending> spending,
    Optional<Map<String, Object>> definition,
    List<BlockerView> blockers,
    List<String> warnings) {

  /** What runs submitted in the month are expected to cost, until they end, and did cost. */
  public record Spending(String month, BigDecimal reserved, BigDecimal settled, String currency) {}

  public PipelineView {
    tags = tags == null ? List.of() : List.copyOf(tags);
    blockers = blockers == null ? List.of() : List.copyOf(blockers);
    warnings = warnings == null ? List.of() : List.copyOf(warnings);
  }
}
