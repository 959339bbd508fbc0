package ai.matih.pipelines.simulation;

import ai.matih.pipelines.entity.TransitionTable;
import ai.matih.pipelines.entity.TransitionTable.Transition;
import ai.matih.pipelines.execution.Attempt;
import ai.matih.pipelines.execution.AttemptState;
import ai.matih.pipelines.execution.AttemptTable;
import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.ExecutionEvent;
import ai.matih.pipelines.execution.PhaseTable;
import ai.matih.pipelines.pipeline.Pipeline;
import ai.matih.pipelines.pipeline.PipelineEvent;
import ai.matih.pipelines.pipeline.PipelineTable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which rows of the transition tables were taken. An event without a row is a defect. */
final class Coverage {
  private final Set<Transition<?, ?>> taken = new LinkedHashSet<>();

  void take(Execution before, ExecutionEvent event) {
    if (event instanceof ExecutionEvent.OfAttempt ofAttempt) {
      AttemptState from =
          before.attempt(ofAttempt.attempt()).map(Attempt::state).orElse(AttemptState.NEW);
      taken.add(row(AttemptTable.ROWS, from, event));
      PhaseTable.ROWS.row(before.phase(), event).ifPresent(taken::add);
    } else {
      taken.add(row(PhaseTable.ROWS, before.phase(), event));
    }
    if (event instanceof ExecutionEvent.ExecutionEnded) {
      before.live().forEach(live -> taken.add(row(AttemptTable.ROWS, live.state(), event)));
    }
  }

  void take(Pipeline before, PipelineEvent event) {
    taken.add(row(PipelineTable.ROWS, before.status(), event));
  }

  void add(Coverage other) {
    taken.addAll(other.taken);
  }

  /** Rows of {@code table} that were never taken, as sentences. */
  <S extends Enum<S>, E> List<String> missing(TransitionTable<S, E> table) {
    return table.rows().stream()
        .filter(row -> !taken.contains(row))
        .map(row -> row.from() + " " + row.event().getSimpleName() + " -> " + row.to())
        .toList();
  }

  private static <S extends Enum<S>, E> Transition<S, E> row(
      TransitionTable<S, E> table, S from, E event) {
    Optional<Transition<S, E>> row = table.row(from, event);
    return row.orElseThrow(
        () ->
            new AssertionError(
                "journaled without a row: " + from + " " + event.getClass().getSimpleName()));
  }
}
