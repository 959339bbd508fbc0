package ai.matih.pipelines.schedule;

import java.time.Instant;

/** The time that a run covers, {@code end} excluded. */
public record DataInterval(Instant start, Instant end) {}
