package ai.matih.pipelines.definition;

/**
 * A literal of a definition or a run, as text with its type. It reaches SQL only bound or quoted.
 */
public record TypedValue(ScalarType type, String text) {}
