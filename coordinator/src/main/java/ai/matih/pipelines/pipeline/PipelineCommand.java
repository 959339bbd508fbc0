package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.execution.ExecutionStatus;
import ai.matih.pipelines.execution.Priority;
import ai.matih.pipelines.identity.BackfillId;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.planning.Plan;
import ai.matih.pipelines.schedule.BackfillRequest;
import ai.matih.pipelines.trigger.Firing;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What can be asked of, or told to, a pipeline. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = PipelineCommand.Create.class, name = "Create"),
  @JsonSubTypes.Type(value = PipelineCommand.Update.class, name = "Update"),
  @JsonSubTypes.Type(value = PipelineCommand.RollBack.class, name = "RollBack"),
  @JsonSubTypes.Type(value = PipelineCommand.Activate.class, name = "Activate"),
  @JsonSubTypes.Type(value = PipelineCommand.Pause.class, name = "Pause"),
  @JsonSubTypes.Type(value = PipelineCommand.Resume.class, name = "Resume"),
  @JsonSubTypes.Type(value = PipelineCommand.Archive.class, name = "Archive"),
  @JsonSubTypes.Type(value = PipelineCommand.Delete.class, name = "Delete"),
  @JsonSubTypes.Type(value = PipelineCommand.Execute.class, name = "Execute"),
  @JsonSubTypes.Type(value = PipelineCommand.Retry.class, name = "Retry"),
  @JsonSubTypes.Type(value = PipelineCommand.StartBackfill.class, name = "StartBackfill"),
  @JsonSubTypes.Type(value = PipelineCommand.ChangeBackfill.class, name = "ChangeBackfill"),
  @JsonSubTypes.Type(value = PipelineCommand.BackfillPrepared.class, name = "BackfillPrepared"),
  @JsonSubTypes.Type(value = PipelineCommand.IntervalPrepared.class, name = "IntervalPrepared"),
  @JsonSubTypes.Type(value = PipelineCommand.DatasetLoaded.class, name = "DatasetLoaded"),
  @JsonSubTypes.Type(value = PipelineCommand.Look.class, name = "Look"),
  @JsonSubTypes.Type(value = PipelineCommand.Looked.class, name = "Looked"),
  @JsonSubTypes.Type(value = PipelineCommand.ChangeTrigger.class, name = "ChangeTrigger"),
  @JsonSubTypes.Type(value = PipelineCommand.Called.class, name = "Called"),
  @JsonSubTypes.Type(value = PipelineCommand.FiringPrepared.class, name = "FiringPrepared"),
  @JsonSubTypes.Type(value = PipelineCommand.ExecutionStarted.class, name = "ExecutionStarted"),
  @JsonSubTypes.Type(value = PipelineCommand.ExecutionEnded.class, name = "ExecutionEnded"),
  @JsonSubTypes.Type(value = PipelineCommand.Read.class, name = "Read"),
  @JsonSubTypes.Type(value = PipelineCommand.Wake.class, name = "Wake")
})
public sealed interface PipelineCommand {

  /** What a person or program asks for, in its own name. */
  sealed interface ByPerson extends PipelineCommand {
    /** Who asks. */
    Principal principal();

    /** The key it asks under; a question needs none. */
    default Idempotency idempotency() {
      return Idempotency.NONE;
    }
  }

  /** A definition that was read and planned outside, with its source text and hash. */
  record Proposal(PipelineDefinition definition, Plan plan, String source, String hash) {}

  /** What a pipeline is called and described by, beside its definition. */
  record Description(String name, String version, Optional<String> description, List<String> tags) {
    public Description {
      tags = List.copyOf(tags);
    }
  }

  /** Make the pipeline of this id. */
  record Create(
      Principal principal,
      PipelineId id,
      Description description,
      Proposal proposal,
      Idempotency idempotency)
      implements ByPerson {}

  /** A new revision, unless the hash is the live one's. */
  record Update(
      Principal principal, Description description, Proposal proposal, Idempotency idempotency)
      implements ByPerson {}

  /** Make the content of an earlier revision live again, as a new revision. */
  record RollBack(Principal principal, int revision, Idempotency idempotency) implements ByPerson {}

  /** Drive its schedule. */
  record Activate(Principal principal, Idempotency idempotency) implements ByPerson {}

  /** Let its schedule rest. */
  record Pause(Principal principal, Idempotency idempotency) implements ByPerson {}

  /** Drive its schedule again. */
  record Resume(Principal principal, Idempotency idempotency) implements ByPerson {}

  /** Keep it for its history only. */
  record Archive(Principal principal, Idempotency idempotency) implements ByPerson {}

  /** Remove it; refused while runs are in flight. */
  record Delete(Principal principal, Idempotency idempotency) implements ByPerson {}

  /**
   * Start a run of the live revision. Answered after the run's own start is journaled.
   *
   * @param execution derived from pipeline and key by the caller
   * @param plan the plan to run: the live revision's, or one made again for {@code engine_override}
   * @param revision the revision the plan is of; refused if it is no longer live
   * @param values for placeholders, {@code parameters} included, checked against the definition
   * @param overrideBudget start it though the budget blocks it; needs its own permission
   */
  record Execute(
      Principal principal,
      ExecutionId execution,
      int revision,
      Plan plan,
      Map<String, Object> parameters,
      Map<String, Object> values,
      Map<String, ConnectionRevision> connections,
      Priority priority,
      PriceBook prices,
      boolean overrideBudget,
      Idempotency idempotency)
      implements ByPerson {}

  /**
   * Start a run that takes up an ended one, pinned as that one was but for its connections.
   *
   * @param connections the revisions that are live now
   * @param reused finished steps of the ended run that need not run again
   */
  record Retry(
      Principal principal,
      ExecutionId execution,
      ai.matih.pipelines.execution.ExecutionSpec ended,
      Map<String, ConnectionRevision> connections,
      Map<String, StepResult> reused,
      boolean overrideBudget,
      Idempotency idempotency)
      implements ByPerson {}

  /**
   * Run a range of intervals.
   *
   * @param backfill derived from pipeline and key by the caller
   * @param total how many intervals {@code request} has
   * @param allowAppend though a sink appends, so that what was loaded before is there twice
   */
  record StartBackfill(
      Principal principal,
      BackfillId backfill,
      BackfillRequest request,
      int total,
      boolean allowAppend,
      Idempotency idempotency)
      implements ByPerson {}

  /** What can be asked of a backfill. */
  enum BackfillChange {
    PAUSE,
    RESUME,
    CANCEL,
    RETRY
  }

  /** Change a backfill's course. */
  record ChangeBackfill(
      Principal principal, BackfillId backfill, BackfillChange change, Idempotency idempotency)
      implements ByPerson {}

  /**
   * What the run of a backfill's interval is pinned to.
   *
   * @param start of the interval
   * @param revision the revision that was prepared
   * @param pinned absent if it cannot run
   * @param problem why it cannot
   */
  record BackfillPrepared(
      BackfillId backfill, Instant start, int revision, Optional<Pinned> pinned, String problem)
      implements PipelineCommand {
    public BackfillPrepared {
      pinned = pinned == null ? Optional.empty() : pinned;
    }
  }

  /**
   * What a run of a due time is pinned to.
   *
   * @param revision the revision that was prepared
   * @param pinned absent if it cannot run
   * @param problem why it cannot
   */
  record IntervalPrepared(
      int generation, Instant nominal, int revision, Optional<Pinned> pinned, String problem)
      implements PipelineCommand {
    public IntervalPrepared {
      pinned = pinned == null ? Optional.empty() : pinned;
    }
  }

  /**
   * A run has committed a load: a new version of a dataset. Answered with {@code Noted} once what
   * follows is journaled.
   *
   * @param names all that the dataset can be called in a trigger
   * @param loader the pipeline whose run it was
   * @param place of the load in the whole journal
   * @param depth of the run, see {@link ai.matih.pipelines.execution.ExecutionSpec#depth}
   */
  record DatasetLoaded(
      Set<String> names,
      String name,
      PipelineId loader,
      ExecutionId execution,
      String version,
      Instant at,
      long place,
      int depth)
      implements PipelineCommand {
    public DatasetLoaded {
      names = Set.copyOf(names);
    }
  }

  /** It is time that this trigger looks. */
  record Look(String trigger) implements PipelineCommand {}

  /**
   * What a trigger has seen.
   *
   * @param identity and {@code round} of the sight that the look began with: of another it is void
   * @param position where the next look begins; absent if it stays
   * @param seen by path, files that are new or changed
   * @param gone files that are no longer there
   * @param problem why it could not look, or not at everything
   */
  record Looked(
      String trigger,
      String identity,
      int round,
      Optional<String> position,
      Map<String, String> seen,
      List<String> gone,
      List<Firing> found,
      Optional<String> problem)
      implements PipelineCommand {
    public Looked {
      position = position == null ? Optional.empty() : position;
      problem = problem == null ? Optional.empty() : problem;
    }
  }

  /** What can be asked of a trigger. */
  enum TriggerChange {
    PAUSE,
    RESUME
  }

  /** Let one trigger rest, or go on. */
  record ChangeTrigger(
      Principal principal, String trigger, TriggerChange change, Idempotency idempotency)
      implements ByPerson {}

  /**
   * A signed call of a webhook trigger. Answered with {@code Ticketed} once the run's own start is
   * journaled, with {@code Met} if there is no run of it yet, or none at all.
   *
   * @param pipeline that is called
   * @param call what the trigger has found
   * @param revision the revision that {@code pinned} is of
   */
  record Called(Principal principal, PipelineId pipeline, Firing call, int revision, Pinned pinned)
      implements ByPerson {
    /** The run that the call becomes. */
    public ExecutionId execution() {
      return TriggeredRuns.id(pipeline, call);
    }

    @Override
    public Idempotency idempotency() {
      return TriggeredRuns.idempotency(call);
    }
  }

  /**
   * What the run of a firing is pinned to.
   *
   * @param revision the revision that was prepared
   * @param pinned absent if it cannot run
   * @param problem why it cannot
   */
  record FiringPrepared(
      String trigger, String key, int revision, Optional<Pinned> pinned, String problem)
      implements PipelineCommand {
    public FiringPrepared {
      pinned = pinned == null ? Optional.empty() : pinned;
    }
  }

  /**
   * What a run is pinned to.
   *
   * @param parameters the definition's defaults
   * @param variables the tenant's that the definition names; none from a release without them
   */
  record Pinned(
      Plan plan,
      Map<String, Object> parameters,
      Map<String, Object> variables,
      Map<String, ConnectionRevision> connections,
      PriceBook prices) {
    public Pinned {
      variables = variables == null ? Map.of() : Map.copyOf(variables);
    }

    /** Of a definition that names no variable. */
    public Pinned(
        Plan plan,
        Map<String, Object> parameters,
        Map<String, ConnectionRevision> connections,
        PriceBook prices) {
      this(plan, parameters, Map.of(), connections, prices);
    }

    /** What placeholders stand for: the run's own values and the variables. */
    Map<String, Object> values(Map<String, Object> own) {
      Map<String, Object> all = new HashMap<>(own);
      all.putAll(variables);
      return all;
    }
  }

  /**
   * From the run: it has been started.
   *
   * @param ticket when the ticket was made that it was started by; it says nothing of another
   */
  record ExecutionStarted(ExecutionId execution, Instant ticket) implements PipelineCommand {}

  /**
   * From the run: it ended; repeated until noted.
   *
   * @param round see {@link ai.matih.pipelines.execution.Execution.End}; comes back with the answer
   */
  record ExecutionEnded(
      ExecutionId execution,
      int round,
      ExecutionStatus status,
      long rows,
      long bytes,
      long durationMillis,
      Optional<BigDecimal> cost)
      implements PipelineCommand {
    public ExecutionEnded {
      cost = cost == null ? Optional.empty() : cost;
    }
  }

  /** Answer with the state. */
  record Read(Principal principal) implements ByPerson {}

  /** Look again at what is owed. */
  record Wake() implements PipelineCommand {}
}
