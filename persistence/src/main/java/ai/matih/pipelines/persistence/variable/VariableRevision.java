package ai.matih.pipelines.persistence.variable;

import java.time.Instant;
import java.util.Optional;

/**
 * A variable as it was from a time on.
 *
 * @param revision from 1, over every end
 * @param value a text, number or boolean; empty: it ended
 * @param changedBy the subject who did it
 * @param origin the way it came in
 */
public record VariableRevision(
    String name,
    int revision,
    Optional<Object> value,
    Instant changedAt,
    String changedBy,
    String origin,
    Optional<String> correlationId) {}
