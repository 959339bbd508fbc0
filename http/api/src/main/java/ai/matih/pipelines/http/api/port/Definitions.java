package ai.matih.pipelines.http.api.port;

import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.connection.Secret;
import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.Problem;
import ai.matih.pipelines.definition.ValidationReport;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.pipeline.Revision;
import ai.matih.pipelines.planning.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Reads, checks and plans definitions. Stages are completed off the caller's thread. */
public interface Definitions {

  /** Offline: needs no connection, variable or engine. */
  CompletionStage<Reading> read(String text);

  /** A plan by what the tenant has now, with its blockers. */
  CompletionStage<Plan> plan(
      TenantId tenant, PipelineDefinition definition, Optional<EngineKind> engine);

  /** What {@code next} would change, in words and by path. */
  List<Change> diff(PipelineDefinition live, PipelineDefinition next);

  /** Pins a run of {@code revision}: plan, values of placeholders, connection revisions. */
  CompletionStage<Preparation> prepare(
      TenantId tenant,
      Revision revision,
      Map<String, Object> parameters,
      Optional<EngineKind> engine);

  /** The revisions that are live now of the connections that {@code plan} names. */
  CompletionStage<Map<String, ConnectionRevision>> connections(TenantId tenant, Plan plan);

  /** The key that signs the calls of a connection of type webhook; empty if there is none. */
  CompletionStage<Optional<Secret>> signingKey(TenantId tenant, String connection);

  /** The published JSON Schema of definitions. */
  byte[] schema();

  /** What a text turned out to be. */
  sealed interface Reading {
    /**
     * A definition.
     *
     * @param hash SHA-256 of the canonical form
     * @param warnings what refuses nothing
     */
    record Valid(PipelineDefinition definition, String hash, List<Problem> warnings)
        implements Reading {}

    /** No definition, with every reason at once. */
    record Invalid(ValidationReport report) implements Reading {}
  }

  /** One semantic difference; {@code before} and {@code after} as a person reads them. */
  record Change(
      String kind, String path, Optional<String> before, Optional<String> after, String effect) {}

  /** Whether a run can start. */
  sealed interface Preparation {
    /** It can, pinned to these; {@code variables} are among the values. */
    record Ready(
        Plan plan,
        Map<String, Object> parameters,
        Map<String, Object> values,
        Map<String, Object> variables,
        Map<String, ConnectionRevision> connections,
        PriceBook prices)
        implements Preparation {}

    /** The plan has blockers. */
    record Blocked(Plan plan) implements Preparation {}

    /** The parameters do not fit the definition, or the engine cannot run it. */
    record Invalid(List<Problem> problems) implements Preparation {}
  }
}
