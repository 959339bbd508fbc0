package ai.matih.pipelines.engine;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * A failure a person can act on.
 *
 * @param code stable, {@code UPPER_SNAKE}
 * @param message one or more sentences with the engine's own words; never a stack trace or a secret
 * @param remedy one next step
 * @param step the step that failed, if one did
 * @param retryable false if trying again cannot help whatever the policy says
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Failure(
    FailureClass failureClass,
    String code,
    String message,
    Optional<String> remedy,
    Optional<String> step,
    boolean retryable) {}
