package ai.matih.pipelines.engine;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * What a finished step or committed load leaves (design section 2). It exists once an event names
 * it; nobody lists folders.
 *
 * @param namespace and {@code name} identify the dataset as OpenLineage does, e.g. {@code
 *     postgres://host:5432} and {@code analytics.public.flight_delays}
 * @param uri where the bytes lie, e.g. {@code file:///.../delays-1.parquet}; empty if not a file
 * @param format {@code parquet}, {@code csv}, {@code table}, ...
 * @param fingerprint a hash that is equal when the content is known to be equal
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DatasetVersion(
    String namespace,
    String name,
    Optional<String> uri,
    String format,
    List<Column> schema,
    Optional<String> fingerprint) {

  public DatasetVersion {
    // an empty list is left out of the journal
    schema = schema == null ? List.of() : List.copyOf(schema);
  }

  /** A column with its type as the producing engine names it. */
  public record Column(String name, String type) {}
}
