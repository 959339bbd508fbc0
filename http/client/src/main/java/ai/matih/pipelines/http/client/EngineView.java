package ai.matih.pipelines.http.client;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * An engine instance.
 *
 * @param state {@code UP}, {@code DOWN} or {@code NOT_CONFIGURED}
 * @param auto whether the choice of engine may take it
 */
public record EngineView(
    String name,
    String kind,
    String state,
    Optional<String> reason,
    boolean auto,
    OptionalInt capacity,
    OptionalInt running,
    Optional<String> version) {}
