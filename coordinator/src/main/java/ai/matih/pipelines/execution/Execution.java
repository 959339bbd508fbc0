package ai.matih.pipelines.execution;

/** placeholder */
public record Execution(java.util.Optional<ExecutionSpec> spec) {}
