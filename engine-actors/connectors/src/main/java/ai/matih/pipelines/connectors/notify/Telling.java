package ai.matih.pipelines.connectors.notify;

import java.util.Optional;

/**
 * What a receiver is told.
 *
 * @param id the same however often it is told
 * @param target the address within the channel
 * @param body a JSON document
 */
public record Telling(
    String id, String key, Optional<String> target, String subject, String text, String body) {}
