package ai.matih.pipelines.http.client;

import java.util.Optional;

/**
 * What came of trying a connection.
 *
 * @param message the other side's words
 */
public record ConnectionTestView(
    String name, boolean works, String message, Optional<String> remedy, long durationMs) {}
