package ai.matih.pipelines.http.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** One event of a run's journal with its author. */
public record JournalEntry(
    long sequenceNumber,
    String type,
    Instant occurredAt,
    String actor,
    String origin,
    JsonNode event) {}
