package ai.matih.pipelines.execution;

import java.util.Optional;

/** How far a run is, in steps; {@code percentage} is completed of total, 0 to 100. */
public record Progress(
    int totalTasks, int completedTasks, Optional<String> currentTask, int percentage) {}
