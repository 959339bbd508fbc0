package ai.matih.pipelines.http.api.view;

import ai.matih.pipelines.pipeline.Revision;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One revision of a pipeline.
 *
 * @param live whether runs are made of it
 * @param source the text byte for byte; in a read of one revision only
 * @param definition its sections; in a read of one revision only
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record RevisionView(
    int revision,
    String hash,
    String author,
    Instant createdAt,
    boolean live,
    String engine,
    Optional<String> source,
    Optional<Map<String, Object>> definition) {

  /** {@code whole} adds the text and the sections. */
  public static RevisionView of(Revision revision, boolean live, boolean whole) {
    return new RevisionView(
        revision.number(),
        revision.hash(),
        revision.author(),
        revision.createdAt(),
        live,
        revision.plan().engine().chosen().wireName(),
        whole ? Optional.of(revision.source()) : Optional.empty(),
        whole ? Optional.of(SourceText.sections(revision.source())) : Optional.empty());
  }
}
