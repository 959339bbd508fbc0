package ai.matih.pipelines.definition;

import java.time.Duration;
import java.util.Optional;

/**
 * A time window.
 *
 * @param slide only for {@code sliding}
 * @param gap only for {@code session}, which has no size
 */
public record Window(
    WindowType type, Optional<Duration> size, Optional<Duration> slide, Optional<Duration> gap) {}
