package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.planning.EngineDecision.Candidate;
import ai.matih.pipelines.planning.Plan.Blocker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Chooses the engine of a plan, each candidate kept or rejected with a reason that a person reads.
 *
 * <p>Somebody's word comes first: the engine that one run asks for, then the one that the
 * definition pins. Else the rules decide: the first engine that the work calls for and that is
 * configured and can run it, then one that it does not call for but that can run it, the embedded
 * engine last. Without any, the decision names what is called for, and a blocker says so.
 */
final class EngineChoice {

  /** What an engine says to the plan's steps. */
  interface Judge {
    /** Why this kind cannot run the plan, or empty. */
    Optional<String> refusal(EngineKind kind);

    /** Why it could not get at the data, or empty: it is taken only if no other kind could. */
    Optional<String> gap(EngineKind kind);

    /** What speaks for it beside its rule, or empty. */
    Optional<String> praise(EngineKind kind);
  }

  /** The decision, and what is in its way. */
  record Choice(EngineDecision decision, List<Blocker> blockers) {}

  private final EngineCatalog catalog;
  private final List<EngineRule> rules;
  private final Judge judge;

  /** Why an engine is not to be taken; those that could be are missing. */
  private final Map<EngineKind, String> obstacles = new EnumMap<>(EngineKind.class);

  EngineChoice(EngineCatalog catalog, Workload work, Judge judge) {
    this.catalog = catalog;
    this.rules = EngineRule.of(work);
    this.judge = judge;
    for (EngineKind kind : EngineKind.values()) {
      obstacle(kind).ifPresent(why -> obstacles.put(kind, why));
    }
  }

  /** The engine that {@code override} or {@code pinned} names, or the one that suits. */
  Choice choose(Optional<EngineKind> override, Optional<EngineKind> pinned) {
    return override
        .map(kind -> named(kind, "asked for by engine_override"))
        .or(() -> pinned.map(kind -> named(kind, "pinned by orchestration.engine")))
        .orElseGet(this::suited);
  }

  private Choice named(EngineKind kind, String why) {
    List<Blocker> blockers = new ArrayList<>();
    if (catalog.find(kind).isEmpty()) {
      blockers.add(notConfigured(kind, why));
    }
    judge.refusal(kind).ifPresent(refusal -> blockers.add(refused(kind, refusal)));
    List<Candidate> candidates = new ArrayList<>();
    candidates.add(new Candidate(kind, true, join(why, state(kind), judge.refusal(kind))));
    for (EngineRule rule : rules) {
      if (rule.engine() != kind) {
        candidates.add(
            new Candidate(
                rule.engine(),
                false,
                join(kind.wireName() + " is " + why, state(rule.engine()), Optional.empty())));
      }
    }
    return new Choice(new EngineDecision(kind, instance(kind), candidates), blockers);
  }

  private Choice suited() {
    EngineKind called =
        rules.stream().filter(EngineRule::wanted).map(EngineRule::engine).findFirst().orElseThrow();
    List<EngineKind> able =
        inOrderOfPreference().filter(kind -> !obstacles.containsKey(kind)).toList();
    Optional<EngineKind> taken =
        able.stream()
            .filter(kind -> judge.gap(kind).isEmpty())
            .findFirst()
            .or(() -> able.stream().findFirst());
    EngineKind kept = taken.orElse(called);
    List<Candidate> candidates =
        rules.stream()
            .map(rule -> candidate(rule, kept))
            .sorted(Comparator.comparing(Candidate::kept).reversed())
            .toList();
    return new Choice(
        new EngineDecision(kept, instance(kept), candidates),
        taken.isPresent() ? List.of() : List.of(nothingRuns(called)));
  }

  /**
   * Those called for in the order of the rules, then those behind the first of them that nothing
   * calls for, embedded last. If embedded cannot run it either, any other will do.
   */
  private Stream<EngineKind> inOrderOfPreference() {
    List<EngineKind> others =
        rules.stream().map(EngineRule::engine).filter(kind -> kind != EngineKind.EMBEDDED).toList();
    List<EngineKind> called =
        rules.stream().filter(EngineRule::wanted).map(EngineRule::engine).toList();
    int first = others.indexOf(called.getFirst());
    List<EngineKind> behind = first < 0 ? List.of() : others.subList(first, others.size());
    return Stream.of(
            called.stream().filter(others::contains),
            behind.stream(),
            Stream.of(EngineKind.EMBEDDED),
            others.stream())
        .flatMap(kinds -> kinds)
        .distinct();
  }

  private Candidate candidate(EngineRule rule, EngineKind kept) {
    EngineKind kind = rule.engine();
    if (kind == kept) {
      return new Candidate(
          kind,
          true,
          join(rule.reason(), Optional.ofNullable(obstacles.get(kind)), judge.praise(kind)));
    }
    Optional<String> obstacle = Optional.ofNullable(obstacles.get(kind)).or(() -> judge.gap(kind));
    String reason =
        rule.wanted()
            ? obstacle.orElse(kept.wireName() + " comes first")
            : join(rule.reason(), obstacle, Optional.empty());
    return new Candidate(kind, false, reason);
  }

  private Optional<String> obstacle(EngineKind kind) {
    Optional<EngineInstance> instance = catalog.find(kind);
    if (instance.isEmpty()) {
      return Optional.of("not configured");
    }
    return instance.get().auto()
        ? judge.refusal(kind)
        : Optional.of("taken out of the choice by its setting auto");
  }

  private Optional<String> state(EngineKind kind) {
    return catalog.find(kind).isEmpty() ? Optional.of("not configured") : Optional.empty();
  }

  private String instance(EngineKind kind) {
    return catalog.find(kind).map(EngineInstance::name).orElse(kind.wireName());
  }

  private static String join(String first, Optional<String> second, Optional<String> third) {
    StringBuilder text = new StringBuilder(first);
    second.ifPresent(more -> text.append("; ").append(more));
    third.ifPresent(more -> text.append("; ").append(more));
    return text.toString();
  }

  private Blocker notConfigured(EngineKind kind, String why) {
    String other =
        Stream.of(EngineKind.values())
            .filter(one -> !obstacles.containsKey(one) && judge.gap(one).isEmpty())
            .findFirst()
            .map(one -> ", or run it on " + one.wireName() + " with --engine " + one.wireName())
            .orElse("");
    return new Blocker(
        "engine_not_configured",
        "engine " + kind.wireName(),
        "engine " + kind.wireName() + " is " + why + " and is not configured",
        "configure matih.engines." + kind.wireName() + " on the node" + other);
  }

  static Blocker stepEngineMissing(EngineKind kind) {
    return new Blocker(
        "engine_not_configured",
        "engine " + kind.wireName(),
        "a step is pinned to engine " + kind.wireName() + ", which is not configured",
        "configure matih.engines." + kind.wireName() + " on the node, or remove the step's engine");
  }

  private static Blocker refused(EngineKind kind, String refusal) {
    return new Blocker(
        "engine_cannot_run",
        "engine " + kind.wireName(),
        kind.wireName() + " " + refusal,
        "change the step, or name another engine");
  }

  private Blocker nothingRuns(EngineKind called) {
    return new Blocker(
        "no_engine",
        "engine " + called.wireName(),
        "no configured engine can run this: "
            + String.join(
                ", ",
                rules.stream()
                    .filter(rule -> catalog.find(rule.engine()).isPresent())
                    .map(rule -> rule.engine().wireName() + " " + obstacles.get(rule.engine()))
                    .toList()),
        catalog.find(called).isPresent()
            ? "change what is refused"
            : "configure matih.engines."
                + called.wireName()
                + " on the node, or change what is refused");
  }
}
