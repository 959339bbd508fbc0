package ai.matih.pipelines.simulation;

import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.execution.Plans;
import ai.matih.pipelines.execution.RunOrigin;
import ai.matih.pipelines.identity.BackfillId;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.pipeline.Idempotency;
import ai.matih.pipelines.pipeline.Pipeline;
import ai.matih.pipelines.pipeline.PipelineCommand;
import ai.matih.pipelines.pipeline.PipelineCommand.BackfillChange;
import ai.matih.pipelines.pipeline.PipelineEffect;
import ai.matih.pipelines.pipeline.PipelineEvent;
import ai.matih.pipelines.pipeline.PipelineStatus;
import ai.matih.pipelines.schedule.Backfill;
import ai.matih.pipelines.schedule.BackfillRequest;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Somebody who backfills now and then, changes their mind, and what has to hold of it. */
final class SimulatedBackfills {
  private static final int MOST = 2;

  private final Random dice;
  private final boolean any;
  private int begun;

  SimulatedBackfills(Random dice) {
    this.dice = dice;
    this.any = dice.nextInt(8) == 0;
  }

  Optional<PipelineCommand> wish(Pipeline state, Principal who) {
    if (!any) {
      return Optional.empty();
    }
    int wish = dice.nextInt(25);
    if (wish == 0 && begun < MOST) {
      return Optional.of(start(who, begun++));
    }
    if (wish == 1 && begun > 0) {
      return Optional.of(start(who, dice.nextInt(begun)));
    }
    if (wish > 3 || state.backfills().isEmpty()) {
      return Optional.empty();
    }
    BackfillChange[] changes = BackfillChange.values();
    return Optional.of(
        new PipelineCommand.ChangeBackfill(
            who,
            state.backfills().get(dice.nextInt(state.backfills().size())).id(),
            changes[dice.nextInt(changes.length)],
            Idempotency.NONE));
  }

  private static PipelineCommand start(Principal who, int number) {
    BackfillRequest request =
        new BackfillRequest(
            Plans.T0.minusSeconds(4 * 3_600),
            Plans.T0,
            "@hourly",
            ZoneOffset.UTC,
            number % 2 == 1,
            1 + number,
            Map.of());
    return new PipelineCommand.StartBackfill(
        who,
        BackfillId.of(Plans.PIPELINE, "backfill " + number),
        request,
        request.intervals(10).size(),
        true,
        new Idempotency(Optional.of("alice/backfill " + number), "same body"));
  }

  PipelineCommand prepared(Pipeline state, PipelineEffect.PrepareBackfill asked) {
    boolean blocked = dice.nextInt(20) == 0;
    return new PipelineCommand.BackfillPrepared(
        asked.backfill().id(),
        asked.interval().start(),
        state.revisions().size(),
        blocked
            ? Optional.empty()
            : Optional.of(
                new PipelineCommand.Pinned(
                    SimulatedPlans.plan(dice), Map.of(), Map.of(), PriceBook.DEFAULT)),
        blocked ? "there is no connection" : "");
  }

  /** No interval runs twice at once, nor more of them than may. */
  static void journaled(Pipeline before, PipelineEvent event) {
    if (event instanceof PipelineEvent.ExecutionTicketed ticketed
        && ticketed.spec().resumeOf().isEmpty()
        && ticketed.spec().origin().orElse(null)
            instanceof RunOrigin.OfBackfill(var id, var data)) {
      Backfill backfill = before.backfill(id).orElseThrow();
      check(!backfill.running().containsKey(data.start()), "an interval runs twice at once");
      check(
          backfill.running().size() < backfill.request().parallelism(),
          "more intervals run than may");
      check(backfill.status() == Backfill.Status.RUNNING, "a run of a resting backfill");
    }
  }

  /** Nothing of them is under way that could still move. */
  static boolean rest(Pipeline state) {
    return state.backfills().stream()
        .allMatch(
            one ->
                one.status().ended()
                    || one.status() == Backfill.Status.PAUSED && one.running().isEmpty()
                    || state.status() == PipelineStatus.DELETED);
  }

  static void whatSucceededIsComplete(Pipeline state) {
    for (Backfill one : state.backfills()) {
      if (one.status() == Backfill.Status.SUCCEEDED) {
        check(
            one.taken() == one.total() && one.succeeded() == one.total(),
            "a backfill succeeded with " + one.succeeded() + " of " + one.total());
      }
    }
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
