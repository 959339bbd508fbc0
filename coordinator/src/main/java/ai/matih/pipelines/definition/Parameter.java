package ai.matih.pipelines.definition;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/** A parameter of a run, written {@code {{ params.name }}} where it is used. */
public record Parameter(
    ScalarType type,
    @JsonProperty("default") Optional<String> defaultValue,
    boolean required,
    Optional<String> description) {}
