package ai.matih.pipelines.definition;

/** The most an API is asked. */
public record RateLimit(double requestsPerSecond, int burst) {}
