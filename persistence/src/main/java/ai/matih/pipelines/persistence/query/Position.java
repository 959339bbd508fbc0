package ai.matih.pipelines.persistence.query;

import java.time.Instant;

/**
 * An element of a list that is ordered newest first, to go on behind it; it need not be there any
 * more.
 *
 * @param time what the list is ordered by, to the microsecond
 * @param id the element's, which orders those of one time
 */
public record Position(Instant time, String id) {}
