package ai.matih.pipelines.http.client;

import java.util.Optional;

/**
 * Why something did not succeed.
 *
 * @param failureClass {@code USER}, {@code QUALITY}, {@code INFRASTRUCTURE}, ...
 * @param message the engine's own words
 */
public record FailureView(
    String failureClass,
    String code,
    String message,
    Optional<String> remedy,
    Optional<String> step,
    boolean retryable) {}
