package ai.matih.pipelines.planning;

import static ai.matih.pipelines.definition.EngineKind.AIRFLOW;
import static ai.matih.pipelines.definition.EngineKind.EMBEDDED;
import static ai.matih.pipelines.definition.EngineKind.FLINK;
import static ai.matih.pipelines.definition.EngineKind.SPARK;
import static ai.matih.pipelines.definition.EngineKind.TEMPORAL;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.planning.EngineDecision.Candidate;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EngineChoiceTest {
  private static final Set<EngineKind> EVERY = EnumSet.allOf(EngineKind.class);

  /** One line of the table: what the work is like, what is configured, what comes out and why. */
  private record Line(
      Workload work,
      Set<EngineKind> configured,
      EngineKind chosen,
      String reasonOf,
      String reason) {}

  static Stream<Line> table() {
    return Stream.of(
        line(SMALL, EVERY, EMBEDDED, "embedded", "batch, 1.1 MB"),
        line(SMALL, EVERY, EMBEDDED, "flink", "no unbounded source"),
        line(SMALL, EVERY, EMBEDDED, "temporal", "no approval or wait"),
        line(SMALL, EVERY, EMBEDDED, "spark", "input 1.1 MB < 10 GB"),
        line(SMALL, EVERY, EMBEDDED, "airflow", "no schedule, trigger or task graph"),
        line(SMALL, only(EMBEDDED), EMBEDDED, "flink", "no unbounded source; not configured"),
        line(ENDLESS, EVERY, FLINK, "flink", "source clicks has no end"),
        line(latency(30), EVERY, FLINK, "flink", "latency of 30 s is wanted"),
        line(latency(60), EVERY, EMBEDDED, "flink", "no unbounded source"),
        line(WAITS, EVERY, TEMPORAL, "temporal", "gate lead waits for people"),
        line(twoEngines(), EVERY, TEMPORAL, "temporal", "steps on 2 engines"),
        line(size(12_500_000_000L), EVERY, SPARK, "spark", "input 12.5 GB > 10 GB"),
        line(size(10_000_000_000L), EVERY, EMBEDDED, "spark", "input 10 GB < 10 GB"),
        line(UNKNOWN, EVERY, EMBEDDED, "spark", "input of unknown size, taken as not large"),
        line(LARGE_JOIN, EVERY, SPARK, "spark", "transform all joins inputs of more than 1 GB"),
        line(SPARK_STEP, EVERY, SPARK, "spark", "transform heavy is a spark step"),
        line(SCHEDULED, EVERY, AIRFLOW, "airflow", "schedule 0 6 * * *"),
        line(SCHEDULED, EVERY, AIRFLOW, "embedded", "airflow comes first"),
        line(SCHEDULED, only(EMBEDDED), EMBEDDED, "airflow", "not configured"),
        line(SCHEDULED, only(EMBEDDED, FLINK), EMBEDDED, "flink", "no unbounded source"),
        line(WAITS, only(EMBEDDED), EMBEDDED, "temporal", "not configured"),
        line(size(20_000_000_000L), only(EMBEDDED, AIRFLOW), AIRFLOW, "spark", "not configured"),
        line(size(20_000_000_000L), only(EMBEDDED), EMBEDDED, "embedded", "batch, 20 GB"));
  }

  @ParameterizedTest
  @MethodSource("table")
  void theFirstRuleThatFitsDecidesAndEveryCandidateHasAReason(Line line) {
    EngineDecision decision = choose(line.work(), line.configured()).decision();

    assertThat(decision.chosen()).isEqualTo(line.chosen());
    assertThat(decision.candidates()).hasSize(EngineKind.values().length);
    assertThat(reasons(decision)).containsEntry(line.reasonOf(), line.reason());
  }

  @Test
  void theKeptOneIsListedFirstAndIsTheOnlyOne() {
    assertThat(choose(SCHEDULED, EVERY).decision().candidates())
        .extracting(candidate -> candidate.engine().wireName() + " " + candidate.kept())
        .containsExactly(
            "airflow true", "flink false", "temporal false", "spark false", "embedded false");
  }

  @Test
  void workWithoutAnEndNeverFallsBack() {
    EngineChoice.Choice choice =
        choice(ENDLESS, catalog(EVERY, FLINK), refusing(EMBEDDED, TEMPORAL, SPARK, AIRFLOW))
            .choose(Optional.empty(), Optional.empty());

    assertThat(choice.decision().chosen()).isEqualTo(FLINK);
    assertThat(choice.blockers())
        .singleElement()
        .satisfies(
            blocker -> {
              assertThat(blocker.code()).isEqualTo("no_engine");
              assertThat(blocker.remedy()).contains("matih.engines.flink");
            });
  }

  @Test
  void whatEveryConfiguredEngineRefusesIsNotHelpedByConfiguringOneThatIsThere() {
    EngineChoice.Choice choice =
        choice(SMALL, catalog(EnumSet.of(EMBEDDED)), refusing(EMBEDDED))
            .choose(Optional.empty(), Optional.empty());

    assertThat(choice.blockers())
        .singleElement()
        .satisfies(blocker -> assertThat(blocker.remedy()).isEqualTo("change what is refused"));
  }

  @Test
  void anEngineWhosePlannerRefusesTheSqlIsRejectedWithItsWords() {
    EngineChoice.Choice choice =
        choice(SMALL, catalog(EVERY), refusing(EMBEDDED))
            .choose(Optional.empty(), Optional.empty());

    assertThat(choice.decision().chosen()).isNotEqualTo(EMBEDDED);
    assertThat(reasons(choice.decision())).containsEntry("embedded", "refuses transform x: no");
    assertThat(choice.blockers()).isEmpty();
  }

  @Test
  void anEngineTakenOutOfTheChoiceIsOnlyUsedWhenItIsNamed() {
    EngineCatalog catalog =
        new EngineCatalog(
            List.of(
                new EngineInstance("airflow", AIRFLOW, false, Optional.empty()),
                EngineInstance.EMBEDDED));

    assertThat(choice(SCHEDULED, catalog, refusing()).choose(Optional.empty(), Optional.empty()))
        .satisfies(
            choice -> {
              assertThat(choice.decision().chosen()).isEqualTo(EMBEDDED);
              assertThat(reasons(choice.decision()).get("airflow")).contains("auto");
            });
    assertThat(
            choice(SCHEDULED, catalog, refusing())
                .choose(Optional.empty(), Optional.of(AIRFLOW))
                .decision()
                .chosen())
        .isEqualTo(AIRFLOW);
  }

  @Test
  void aPinnedEngineThatIsNotConfiguredBlocksWithAWayOut() {
    EngineChoice.Choice choice =
        choice(SMALL, catalog(only(EMBEDDED)), refusing())
            .choose(Optional.empty(), Optional.of(AIRFLOW));

    assertThat(choice.decision().chosen()).isEqualTo(AIRFLOW);
    assertThat(choice.blockers())
        .singleElement()
        .satisfies(
            blocker -> {
              assertThat(blocker.code()).isEqualTo("engine_not_configured");
              assertThat(blocker.remedy()).contains("matih.engines.airflow", "--engine embedded");
            });
  }

  @Test
  void whatOneRunAsksForComesBeforeWhatTheDefinitionPins() {
    EngineChoice.Choice choice =
        choice(SMALL, catalog(EVERY), refusing()).choose(Optional.of(SPARK), Optional.of(AIRFLOW));

    assertThat(choice.decision().chosen()).isEqualTo(SPARK);
    assertThat(choice.blockers()).isEmpty();
    assertThat(reasons(choice.decision()))
        .containsEntry("spark", "asked for by engine_override")
        .containsEntry("airflow", "spark is asked for by engine_override");
  }

  @Test
  void anEngineThatOneRunAsksForAndThatCannotRunItBlocks() {
    assertThat(
            choice(SMALL, catalog(EVERY), refusing(SPARK))
                .choose(Optional.of(SPARK), Optional.empty())
                .blockers())
        .extracting(Plan.Blocker::code)
        .containsExactly("engine_cannot_run");
  }

  private static final Workload SMALL = size(1_100_000);
  private static final Workload UNKNOWN = work(OptionalLong.empty(), 0, null, null, null, null);
  private static final Workload ENDLESS =
      new Workload(
          Optional.of("source clicks has no end"),
          Optional.empty(),
          Optional.empty(),
          Set.of(),
          OptionalLong.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
  private static final Workload WAITS =
      work(OptionalLong.of(5), 0, "gate lead waits for people", null, null, null);
  private static final Workload LARGE_JOIN =
      work(OptionalLong.of(5_000_000_000L), 0, null, "transform all", null, null);
  private static final Workload SPARK_STEP =
      work(OptionalLong.of(5), 0, null, null, "transform heavy", null);
  private static final Workload SCHEDULED =
      work(OptionalLong.of(5), 0, null, null, null, "schedule 0 6 * * *");

  private static Workload size(long bytes) {
    return work(OptionalLong.of(bytes), 0, null, null, null, null);
  }

  private static Workload latency(long seconds) {
    return work(OptionalLong.of(5), seconds, null, null, null, null);
  }

  private static Workload twoEngines() {
    return new Workload(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Set.of(SPARK, EMBEDDED),
        OptionalLong.of(5),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Workload work(
      OptionalLong bytes, long latency, String waits, String join, String spark, String started) {
    return new Workload(
        Optional.empty(),
        latency == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(latency)),
        Optional.ofNullable(waits),
        Set.of(),
        bytes,
        Optional.ofNullable(join),
        Optional.ofNullable(spark),
        Optional.ofNullable(started));
  }

  private static Line line(
      Workload work, Set<EngineKind> configured, EngineKind chosen, String of, String reason) {
    return new Line(work, configured, chosen, of, reason);
  }

  private static Set<EngineKind> only(EngineKind... kinds) {
    return EnumSet.copyOf(Arrays.asList(kinds));
  }

  private static EngineChoice.Choice choose(Workload work, Set<EngineKind> configured) {
    return choice(work, catalog(configured), refusing()).choose(Optional.empty(), Optional.empty());
  }

  private static EngineChoice choice(
      Workload work, EngineCatalog catalog, EngineChoice.Judge judge) {
    return new EngineChoice(catalog, work, judge);
  }

  private static EngineCatalog catalog(Set<EngineKind> kinds, EngineKind... without) {
    return new EngineCatalog(
        kinds.stream()
            .filter(kind -> !List.of(without).contains(kind))
            .map(kind -> new EngineInstance(kind.wireName(), kind, true, Optional.empty()))
            .toList());
  }

  private static EngineChoice.Judge refusing(EngineKind... kinds) {
    Map<EngineKind, String> refusals = new EnumMap<>(EngineKind.class);
    List.of(kinds).forEach(kind -> refusals.put(kind, "refuses transform x: no"));
    return new EngineChoice.Judge() {
      @Override
      public Optional<String> refusal(EngineKind kind) {
        return Optional.ofNullable(refusals.get(kind));
      }

      @Override
      public Optional<String> gap(EngineKind kind) {
        return Optional.empty();
      }

      @Override
      public Optional<String> praise(EngineKind kind) {
        return Optional.empty();
      }
    };
  }

  private static Map<String, String> reasons(EngineDecision decision) {
    return decision.candidates().stream()
        .collect(Collectors.toMap(c -> c.engine().wireName(), Candidate::reason));
  }
}
