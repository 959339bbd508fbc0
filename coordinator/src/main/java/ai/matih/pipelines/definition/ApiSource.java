package ai.matih.pipelines.definition;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows of an HTTP API.
 *
 * @param parameters query parameters or, for POST, members of the JSON body; values may hold
 *     placeholders
 */
public record ApiSource(
    String connection,
    String endpoint,
    HttpMethod method,
    Map<String, String> parameters,
    Map<String, String> headers,
    Optional<Pagination> pagination,
    Optional<RateLimit> rateLimit,
    int timeoutSeconds,
    int retryCount,
    Optional<String> initialValue,
    Duration lookback,
    @JsonProperty("schema") SchemaPolicy schemaPolicy,
    Optional<String> deadLetter,
    List<AddedColumn> addColumns)
    implements Source {
  public ApiSource {
    parameters = Immutable.map(parameters);
    headers = Immutable.map(headers);
    addColumns = Immutable.list(addColumns);
  }
}
