package ai.matih.pipelines.gateway;

import java.util.Map;

/** A signal for a running stage; a repeated {@code id} is dropped. */
public record Signal(String id, String name, Map<String, Object> payload) {}
