package ai.matih.pipelines.node;

import ai.matih.pipelines.connection.ConnectionCatalog;
import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.connection.Secret;
import ai.matih.pipelines.connection.Secrets;
import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.IncludedFiles;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.language.JsonSchema;
import ai.matih.pipelines.definition.reading.ReadResult;
import ai.matih.pipelines.http.api.port.Definitions;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.pipeline.Revision;
import ai.matih.pipelines.planning.Plan;
import ai.matih.pipelines.planning.PlanDiff;
import ai.matih.pipelines.planning.PlanningService;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Definitions as the planning service reads and plans them. */
record NodeDefinitions(
    PlanningService planning, ConnectionCatalog catalog, PriceBook prices, Secrets secrets)
    implements Definitions {

  @Override
  public CompletionStage<Optional<Secret>> signingKey(TenantId tenant, String connection) {
    return catalog
        .find(tenant, List.of(connection))
        .thenApply(
            found ->
                Optional.ofNullable(found.get(connection))
                    .map(revision -> revision.definition().secrets().get("signing_key"))
                    .flatMap(reference -> secrets.find(tenant, reference)));
  }

  @Override
  public CompletionStage<Reading> read(String text) {
    return planning.read(text, IncludedFiles.NONE).thenApply(NodeDefinitions::reading);
  }

  private static Reading reading(ReadResult read) {
    return read.definition()
        .<Reading>map(
            definition -> new Reading.Valid(definition, read.hash().orElseThrow(), read.problems()))
        .orElseGet(() -> new Reading.Invalid(read.report()));
  }

  @Override
  public CompletionStage<Plan> plan(
      TenantId tenant, PipelineDefinition definition, Optional<EngineKind> engine) {
    return planning.plan(tenant, definition, engine);
  }

  @Override
  public List<Change> diff(PipelineDefinition live, PipelineDefinition next) {
    return PlanDiff.between(live, next).stream()
        .map(
            change ->
                new Change(
                    change.kind().wireName(),
                    change.path(),
                    change.before(),
                    change.after(),
                    change.effect()))
        .toList();
  }

  @Override
  public CompletionStage<Preparation> prepare(
      TenantId tenant,
      Revision revision,
      Map<String, Object> parameters,
      Optional<EngineKind> engine) {
    return planning
        .prepare(tenant, revision, parameters, engine)
        .thenApply(
            prepared ->
                switch (prepared) {
                  case ai.matih.pipelines.planning.Preparation.Ready ready ->
                      new Preparation.Ready(
                          ready.plan(),
                          ready.parameters(),
                          ready.values(),
                          ready.variables(),
                          ready.connections(),
                          prices);
                  case ai.matih.pipelines.planning.Preparation.Blocked blocked ->
                      new Preparation.Blocked(blocked.plan());
                  case ai.matih.pipelines.planning.Preparation.Invalid invalid ->
                      new Preparation.Invalid(invalid.problems());
                });
  }

  @Override
  public CompletionStage<Map<String, ConnectionRevision>> connections(TenantId tenant, Plan plan) {
    return catalog.find(tenant, plan.connections());
  }

  @Override
  public byte[] schema() {
    return JsonSchema.text().getBytes(StandardCharsets.UTF_8);
  }
}
