package ai.matih.pipelines.connection;

/** One immutable state of a connection, numbered from 1; executions pin these. */
public record ConnectionRevision(int revision, ConnectionDefinition definition) {}
