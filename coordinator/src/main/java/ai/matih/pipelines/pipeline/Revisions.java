package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.entity.Decision;
import ai.matih.pipelines.execution.ExecutionReply.Refusal;
import ai.matih.pipelines.pipeline.PipelineCommand.Create;
import ai.matih.pipelines.pipeline.PipelineCommand.Proposal;
import ai.matih.pipelines.pipeline.PipelineCommand.RollBack;
import ai.matih.pipelines.pipeline.PipelineCommand.Update;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelineCreated;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelineRolledBack;
import ai.matih.pipelines.pipeline.PipelineEvent.PipelineUpdated;
import ai.matih.pipelines.pipeline.PipelineReply.Refused;
import java.time.Instant;
import java.util.Optional;

/** How definitions become revisions. The same hash never makes a new one. */
final class Revisions {
  private Revisions() {}

  static Decision<PipelineEvent, PipelineEffect, PipelineReply> create(
      Pipeline state, Create create, Instant now) {
    if (state.status() != PipelineStatus.NEW) {
      return Decision.reply(
          new Refused(
              Refusal.CONFLICT,
              "PIPELINE_EXISTS",
              "There is a pipeline of this name.",
              "Update it, or choose another name."));
    }
    return PipelineLifecycle.change(
        state,
        new PipelineCreated(
            create.id(),
            create.principal().tenant(),
            create.description(),
            revision(1, create.proposal(), create.principal().subject(), now),
            create.idempotency()),
        now);
  }

  static Decision<PipelineEvent, PipelineEffect, PipelineReply> update(
      Pipeline state, Update update, Instant now) {
    Revision live = state.live();
    boolean sameContent = live.hash().equals(update.proposal().hash());
    if (sameContent && state.description().equals(Optional.of(update.description()))) {
      return PipelineLifecycle.unchanged(state, update.idempotency());
    }
    Revision next =
        sameContent
            ? live
            : revision(live.number() + 1, update.proposal(), update.principal().subject(), now);
    return PipelineLifecycle.change(
        state, new PipelineUpdated(update.description(), next, update.idempotency()), now);
  }

  static Decision<PipelineEvent, PipelineEffect, PipelineReply> rollBack(
      Pipeline state, RollBack rollBack, Instant now) {
    Optional<Revision> earlier = state.revision(rollBack.revision());
    if (earlier.isEmpty()) {
      return Decision.reply(
          new Refused(
              Refusal.INVALID,
              "NO_SUCH_REVISION",
              "This pipeline has revisions 1 to " + state.revisions().size() + ".",
              "Choose one of them."));
    }
    Revision live = state.live();
    if (earlier.get().hash().equals(live.hash())) {
      return PipelineLifecycle.unchanged(state, rollBack.idempotency());
    }
    Revision again =
        new Revision(
            live.number() + 1,
            earlier.get().hash(),
            earlier.get().source(),
            earlier.get().definition(),
            earlier.get().plan(),
            rollBack.principal().subject(),
            now);
    return PipelineLifecycle.change(
        state, new PipelineRolledBack(rollBack.revision(), again, rollBack.idempotency()), now);
  }

  private static Revision revision(int number, Proposal proposal, String author, Instant now) {
    return new Revision(
        number,
        proposal.hash(),
        proposal.source(),
        proposal.definition(),
        proposal.plan(),
        author,
        now);
  }
}
