package ai.matih.pipelines.simulation;

import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.definition.FileRuns;
import ai.matih.pipelines.definition.Trigger;
import ai.matih.pipelines.definition.TriggerRequire;
import ai.matih.pipelines.execution.Plans;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.pipeline.Idempotency;
import ai.matih.pipelines.pipeline.Pipeline;
import ai.matih.pipelines.pipeline.PipelineCommand;
import ai.matih.pipelines.pipeline.PipelineEffect;
import ai.matih.pipelines.pipeline.PipelineEvent;
import ai.matih.pipelines.pipeline.PipelineStatus;
import ai.matih.pipelines.schedule.OverlapPolicy;
import ai.matih.pipelines.schedule.Schedule;
import ai.matih.pipelines.trigger.Evidence;
import ai.matih.pipelines.trigger.Firing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Datasets that others load and files that appear, told late, twice or not at all; in a quarter of
 * all seeds pipelines wait for them.
 */
final class SimulatedTriggers {
  private static final PipelineId OTHER = PipelineId.of(Plans.TENANT, "other", 0);
  private static final List<String> DATASETS = List.of("sales.out", "crm.out");

  private final Random dice;
  private final boolean any;
  private final List<PipelineCommand.DatasetLoaded> loads = new ArrayList<>();
  private final Map<String, Evidence.SeenFile> files = new LinkedHashMap<>();

  SimulatedTriggers(Random dice) {
    this.dice = dice;
    this.any = dice.nextInt(4) == 0;
  }

  /** The triggers of one of the definitions between which an owner changes. */
  List<Trigger> ofDefinition() {
    List<Trigger> all = new ArrayList<>();
    if (any && dice.nextInt(4) > 0) {
      all.add(
          new Trigger.Dataset(
              Optional.empty(),
              DATASETS.subList(0, 1 + dice.nextInt(2)),
              dice.nextBoolean() ? TriggerRequire.ANY : TriggerRequire.ALL,
              dice.nextBoolean() ? Duration.ZERO : Duration.ofSeconds(30),
              overlap(),
              Optional.empty()));
    }
    if (any && dice.nextInt(4) > 0) {
      all.add(
          new Trigger.File(
              Optional.empty(),
              "landing",
              Optional.empty(),
              Optional.empty(),
              dice.nextBoolean() ? FileRuns.FILE : FileRuns.BATCH,
              Duration.ZERO,
              true,
              Map.of(),
              Duration.ofMinutes(1),
              overlap(),
              Optional.empty()));
    }
    return all;
  }

  private Optional<OverlapPolicy> overlap() {
    OverlapPolicy[] policies = OverlapPolicy.values();
    return dice.nextBoolean()
        ? Optional.empty()
        : Optional.of(policies[dice.nextInt(policies.length)]);
  }

  /** What the world outside brings now, if anything. */
  Optional<PipelineCommand> wish(Pipeline state, Instant now) {
    if (!any) {
      return Optional.empty();
    }
    return switch (dice.nextInt(20)) {
      case 0 -> Optional.of(load(now));
      case 1 -> loads.isEmpty() ? Optional.empty() : Optional.of(loads.getLast());
      case 2 -> {
        String path = "file-" + dice.nextInt(6);
        files.put(path, new Evidence.SeenFile(path, dice.nextInt(100), now));
        yield Optional.empty();
      }
      case 3, 4 -> look(state);
      case 5 -> change(state, PipelineCommand.TriggerChange.PAUSE);
      case 6, 7 -> change(state, PipelineCommand.TriggerChange.RESUME);
      case 8 -> secondThoughts(state);
      default -> Optional.empty();
    };
  }

  /** An owner who sees what waits pauses, and then takes an earlier definition back. */
  private Optional<PipelineCommand> secondThoughts(Pipeline state) {
    if (state.triggers().waiting().isEmpty()) {
      return Optional.empty();
    }
    return switch (state.status()) {
      case ACTIVE -> Optional.of(new PipelineCommand.Pause(World.ALICE, Idempotency.NONE));
      case PAUSED ->
          Optional.of(
              new PipelineCommand.RollBack(
                  World.ALICE, 1 + dice.nextInt(state.revisions().size()), Idempotency.NONE));
      case NEW, CREATED, ARCHIVED, DELETED -> Optional.empty();
    };
  }

  /** A person lets one trigger rest, or go on. */
  private Optional<PipelineCommand> change(Pipeline state, PipelineCommand.TriggerChange change) {
    List<String> there = List.copyOf(state.drivenTriggers().keySet());
    return there.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PipelineCommand.ChangeTrigger(
                World.ALICE, there.get(dice.nextInt(there.size())), change, Idempotency.NONE));
  }

  /** The wake-up index has a row for each trigger that is asked at intervals. */
  Optional<PipelineCommand> look(Pipeline state) {
    return state.triggers().watches().stream()
        .filter(watch -> watch.polled())
        .findFirst()
        .map(watch -> new PipelineCommand.Look(watch.trigger()));
  }

  private PipelineCommand.DatasetLoaded load(Instant now) {
    String version = "version " + loads.size();
    PipelineId loader = dice.nextInt(6) == 0 ? Plans.PIPELINE : OTHER;
    String dataset = DATASETS.get(dice.nextInt(2));
    loads.add(
        new PipelineCommand.DatasetLoaded(
            Set.of(dataset),
            dataset,
            loader,
            ExecutionId.of(loader, version),
            version,
            now,
            100 + loads.size(),
            dice.nextInt(22)));
    return loads.getLast();
  }

  /** What a look at the folder finds. */
  PipelineCommand looked(PipelineEffect.LookFor look, Instant now) {
    boolean problem = dice.nextInt(10) == 0;
    Map<String, String> seen = new LinkedHashMap<>();
    List<Firing> found = new ArrayList<>();
    if (!problem) {
      files.values().stream()
          .filter(file -> !file.stamp().equals(look.sight().files().get(file.path())))
          .forEach(
              file -> {
                seen.put(file.path(), file.stamp());
                found.add(
                    new Firing(
                        look.trigger(),
                        file.path() + "@" + file.stamp(),
                        now,
                        Map.of(),
                        new Evidence.Files(List.of(file)),
                        1));
              });
    }
    return new PipelineCommand.Looked(
        look.trigger(),
        look.sight().identity(),
        look.sight().round(),
        Optional.empty(),
        seen,
        List.of(),
        found,
        problem ? Optional.of("the folder is away") : Optional.empty());
  }

  PipelineCommand prepared(Pipeline state, Firing firing) {
    boolean blocked = dice.nextInt(20) == 0;
    return new PipelineCommand.FiringPrepared(
        firing.trigger(),
        firing.key(),
        state.revisions().size(),
        blocked
            ? Optional.empty()
            : Optional.of(
                new PipelineCommand.Pinned(
                    SimulatedPlans.plan(dice), Map.of(), Map.of(), PriceBook.DEFAULT)),
        blocked ? "there is no connection" : "");
  }

  /** What waits is not waiting already, and no more runs are started than may go on at once. */
  static void journaled(Pipeline before, PipelineEvent event) {
    if (event instanceof PipelineEvent.TriggerFired(Firing firing)) {
      check(
          before.triggers().waiting().stream()
              .noneMatch(other -> other.is(firing.trigger(), firing.key())),
          "waits twice for one run: " + firing);
    }
    if (event instanceof PipelineEvent.ExecutionTicketed ticketed
        && ticketed.spec().trigger().isPresent()) {
      int places = before.schedule().map(Schedule::maxConcurrent).orElse(1);
      check(before.automaticRuns().size() < places, "more runs of triggers than may go on");
      check(before.ticket(ticketed.spec().id()).isEmpty(), "a run is promised beside itself");
    }
  }

  /** Nothing that was found waits for a run that could start. */
  static boolean rest(Pipeline state) {
    return state.status() != PipelineStatus.ACTIVE
        || state.triggers().waiting().stream()
            .allMatch(firing -> state.triggers().rests(firing.trigger()));
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
