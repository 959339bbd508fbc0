package ai.matih.pipelines.gateway;

import java.time.Duration;
import java.util.Optional;

/**
 * What can be expected of an engine instance.
 *
 * @param memoryHorizon how long it remembers ended jobs; empty means for good. An attempt older
 *     than that and unknown is forgotten, not absent
 * @param signals whether a running stage can be signalled
 */
public record Capabilities(Optional<Duration> memoryHorizon, boolean signals) {}
