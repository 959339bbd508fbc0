package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.execution.ExecutionReply.Refusal;
import ai.matih.pipelines.identity.Permission;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.pipeline.PipelineCommand.ByPerson;
import ai.matih.pipelines.pipeline.PipelineReply.Refused;
import java.time.Instant;
import java.util.Optional;

/** Who may ask what of which pipeline (design section 9). */
final class Permissions {
  private Permissions() {}

  /** Why {@code asked} goes no further; another tenant learns nothing. */
  static Optional<PipelineReply> refuse(Pipeline state, ByPerson asked, Instant now) {
    boolean creates = asked instanceof PipelineCommand.Create;
    boolean exists = state.status() != PipelineStatus.NEW;
    if (exists && !state.tenant().equals(Optional.of(asked.principal().tenant()))) {
      return Optional.of(new PipelineReply.NotFound());
    }
    if (!asked.principal().may(needed(asked))) {
      return Optional.of(lacks(needed(asked)));
    }
    if (!exists && !creates) {
      return Optional.of(new PipelineReply.NotFound());
    }
    boolean answered = state.memory().of(asked.idempotency(), now).isPresent();
    return state.status() == PipelineStatus.DELETED && !answered
        ? Optional.of(new PipelineReply.Gone())
        : Optional.empty();
  }

  /** Empty if {@code principal} may start runs beyond the budget. */
  static Optional<Refused> mayOverrideBudget(Principal principal) {
    return principal.may(Permission.PIPELINES_OVERRIDE_BUDGET)
        ? Optional.empty()
        : Optional.of(lacks(Permission.PIPELINES_OVERRIDE_BUDGET));
  }

  private static Refused lacks(Permission permission) {
    return new Refused(
        Refusal.FORBIDDEN,
        "PERMISSION_DENIED",
        "This needs the permission " + permission.wire() + ".",
        "Ask an administrator of the tenant for it.");
  }

  private static Permission needed(ByPerson asked) {
    return switch (asked) {
      case PipelineCommand.Read ignored -> Permission.PIPELINES_READ;
      case PipelineCommand.Create ignored -> Permission.PIPELINES_WRITE;
      case PipelineCommand.Update ignored -> Permission.PIPELINES_WRITE;
      case PipelineCommand.RollBack ignored -> Permission.PIPELINES_WRITE;
      case PipelineCommand.Activate ignored -> Permission.PIPELINES_WRITE;
      case PipelineCommand.Pause ignored -> Permission.PIPELINES_WRITE;
      case PipelineCommand.Resume ignored -> Permission.PIPELINES_WRITE;
      case PipelineCommand.Archive ignored -> Permission.PIPELINES_WRITE;
      case PipelineCommand.Delete ignored -> Permission.PIPELINES_DELETE;
      case PipelineCommand.Execute ignored -> Permission.PIPELINES_EXECUTE;
      case PipelineCommand.Retry ignored -> Permission.PIPELINES_EXECUTE;
      case PipelineCommand.ChangeTrigger ignored -> Permission.PIPELINES_WRITE;
      case PipelineCommand.Called ignored -> Permission.PIPELINES_EXECUTE;
      case PipelineCommand.StartBackfill ignored -> Permission.PIPELINES_EXECUTE;
      case PipelineCommand.ChangeBackfill ignored -> Permission.PIPELINES_EXECUTE;
    };
  }

  /** The change does not exist for a pipeline in {@code status}. */
  static Refused notIn(PipelineStatus status) {
    return new Refused(
        Refusal.CONFLICT,
        "PIPELINE_" + status,
        "The pipeline is " + status + ": " + status.sentence() + ".",
        switch (status) {
          case CREATED, ARCHIVED -> "Activate it first.";
          case PAUSED -> "Resume it first.";
          case ACTIVE -> "Pause it first.";
          case NEW -> "Create it first.";
          case DELETED -> "Create a pipeline of this name again.";
        });
  }
}
