package ai.matih.pipelines.planning;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.IncludedFiles;
import ai.matih.pipelines.definition.Problem;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.pipeline.Revision;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PlanningServiceTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final Instant NOW = Instant.parse("2026-03-05T10:00:00Z");
  private static final String TEXT =
      """
      metadata:
        name: copy-orders
      parameters:
        region:
          type: string
          required: true
      sources:
        orders:
          type: file
          connection: ${FILES}
          pattern: "*.csv"
          format: csv
      transformations:
        - name: fresh
          type: filter
          input: orders
          condition: changed_at > {{ last_run }} AND region = {{ params.region }}
      sinks:
        copy:
          type: file
          connection: ${FILES}
          prefix: copy/
          format: parquet
          mode: overwrite
      """;

  private final Map<String, ConnectionRevision> connections = new HashMap<>();
  private final Map<String, Object> variables = new HashMap<>();
  private final PlanningService service =
      new PlanningService(
          new Planner(
              EngineCatalog.EMBEDDED_ONLY,
              (tenant, source, connection) ->
                  new SourceStatistics.Known(
                      Estimate.Basis.FILE_STATISTICS,
                      OptionalLong.of(10),
                      OptionalLong.of(100),
                      List.of()),
              (sink, connection) -> Optional.empty(),
              Map.of(),
              PriceBook.DEFAULT),
          (tenant, names) -> {
            Map<String, ConnectionRevision> found = new HashMap<>(connections);
            found.keySet().retainAll(names);
            return CompletableFuture.completedFuture(found);
          },
          (tenant, names) -> {
            Map<String, Object> found = new HashMap<>(variables);
            found.keySet().retainAll(names);
            return CompletableFuture.completedFuture(found);
          },
          (tenant, name) ->
              CompletableFuture.completedFuture(
                  new RunHistory(
                      List.of(
                          new RunHistory.Run(
                              NOW.minusSeconds(60),
                              10,
                              100,
                              Duration.ofSeconds(1),
                              BigDecimal.ONE)))),
          Clock.fixed(NOW, ZoneOffset.UTC),
          Runnable::run);

  @Test
  void aTextWithErrorsComesBackWithThemAndIsNotPlanned() {
    Planned planned = plan("metadata:\n  name: x\n  nmae: y\n");

    assertThat(planned.ready()).isEmpty();
    assertThat(planned.problems()).extracting(Problem::code).contains("unknown_field");
  }

  @Test
  void aPlanSaysWhatIsMissingAndIsReadyOnceItIsThere() {
    Planned.Ready before = plan(TEXT).ready().orElseThrow();
    assertThat(before.plan().blockers())
        .extracting(Plan.Blocker::subject)
        .containsExactly("connection FILES");

    haveFiles();

    Planned.Ready after = plan(TEXT).ready().orElseThrow();
    assertThat(after.plan().executable()).isTrue();
    assertThat(after.connections()).containsOnlyKeys("FILES");
    assertThat(after.hash()).isEqualTo(before.hash()).matches("[0-9a-f]{64}");
  }

  @Test
  void aRunIsPinnedToTheVariablesThatItsDefinitionNamesAndWaitsForThemAllToBeSet() {
    haveFiles();
    String text = TEXT.replace("prefix: copy/", "prefix: 'copy/${ZONE}/'");
    variables.put("ZONE", "eu");
    variables.put("UNUSED", 1);
    Planned.Ready applied = plan(text).ready().orElseThrow();
    assertThat(applied.plan().executable()).isTrue();
    Revision revision = revision(text);

    assertThat(prepare(revision, Map.of("region", "EU"), Optional.empty()))
        .isInstanceOfSatisfying(
            Preparation.Ready.class,
            ready -> {
              assertThat(ready.values()).containsEntry("ZONE", "eu").doesNotContainKey("UNUSED");
              assertThat(ready.variables()).containsExactly(Map.entry("ZONE", "eu"));
            });

    variables.clear();
    assertThat(prepare(revision, Map.of("region", "EU"), Optional.empty()))
        .isInstanceOfSatisfying(
            Preparation.Blocked.class,
            blocked ->
                assertThat(blocked.plan().blockers())
                    .extracting(Plan.Blocker::subject, Plan.Blocker::remedy)
                    .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                            "variable ZONE", "matih variables set ZONE=VALUE")));
  }

  @Test
  void aRunIsPinnedToParametersValuesAndConnections() {
    haveFiles();

    Preparation prepared = prepare(revision(), Map.of("region", "EU"), Optional.empty());

    assertThat(prepared)
        .isInstanceOfSatisfying(
            Preparation.Ready.class,
            ready -> {
              assertThat(ready.parameters()).containsEntry("region", "EU");
              assertThat(ready.values())
                  .containsEntry("params.region", "EU")
                  .containsEntry("execution_date", "2026-03-05")
                  .containsEntry("last_run", "2026-03-05T09:59:00Z");
              assertThat(ready.connections()).containsOnlyKeys("FILES");
            });
  }

  @Test
  void aRunWithoutARequiredParameterIsRefused() {
    haveFiles();

    assertThat(prepare(revision(), Map.of(), Optional.empty()))
        .isInstanceOfSatisfying(
            Preparation.Invalid.class,
            invalid ->
                assertThat(invalid.problems())
                    .extracting(Problem::path)
                    .containsExactly("parameters.region"));
  }

  @Test
  void aRunIsBlockedWhenAConnectionIsGoneSinceTheRevisionWasMade() {
    haveFiles();
    Revision revision = revision();
    connections.clear();

    assertThat(prepare(revision, Map.of("region", "EU"), Optional.empty()))
        .isInstanceOfSatisfying(
            Preparation.Blocked.class,
            blocked ->
                assertThat(blocked.plan().blockers())
                    .extracting(Plan.Blocker::code)
                    .containsExactly("connection_missing"));
  }

  @Test
  void aRevisionThatWasBlockedRunsOnceItsConnectionIsThere() {
    Revision revision = revision();
    assertThat(revision.plan().executable()).isFalse();
    haveFiles();

    assertThat(prepare(revision, Map.of("region", "EU"), Optional.empty()))
        .isInstanceOf(Preparation.Ready.class);
  }

  @Test
  void anotherEngineThatIsNotConfiguredBlocksTheRun() {
    haveFiles();

    assertThat(prepare(revision(), Map.of("region", "EU"), Optional.of(EngineKind.SPARK)))
        .isInstanceOfSatisfying(
            Preparation.Blocked.class,
            blocked ->
                assertThat(blocked.plan().blockers())
                    .extracting(Plan.Blocker::code)
                    .containsExactly("engine_not_configured"));
  }

  private void haveFiles() {
    connections.put(
        "FILES",
        new ConnectionRevision(
            1, new ConnectionDefinition("FILES", "local", Optional.empty(), Map.of(), Map.of())));
  }

  private Planned plan(String text) {
    return service
        .plan(ACME, text, IncludedFiles.NONE, Optional.empty())
        .toCompletableFuture()
        .join();
  }

  private Revision revision() {
    return revision(TEXT);
  }

  private Revision revision(String text) {
    Planned.Ready ready = plan(text).ready().orElseThrow();
    return new Revision(1, ready.hash(), text, ready.definition(), ready.plan(), "me", NOW);
  }

  private Preparation prepare(
      Revision revision, Map<String, Object> parameters, Optional<EngineKind> engine) {
    return service.prepare(ACME, revision, parameters, engine).toCompletableFuture().join();
  }
}
