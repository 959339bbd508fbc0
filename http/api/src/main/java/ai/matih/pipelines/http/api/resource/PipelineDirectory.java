package ai.matih.pipelines.http.api.resource;

import ai.matih.pipelines.http.api.port.PipelineCalls;
import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.routing.Call;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.pipeline.Pipeline;
import ai.matih.pipelines.pipeline.PipelineCommand;
import ai.matih.pipelines.pipeline.PipelineReply;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Finds pipelines without the read model, so that what was just written is found. A name leads to
 * an id by arithmetic; each delete moves the name to its next generation.
 */
final class PipelineDirectory {
  /** How often one name can be deleted and made again. */
  private static final int GENERATIONS = 1_000;

  private final PipelineCalls pipelines;

  PipelineDirectory(PipelineCalls pipelines) {
    this.pipelines = pipelines;
  }

  /** The pipeline that the path names. */
  CompletionStage<Pipeline> read(Call call) {
    PipelineId id = call.pipelineId();
    return pipelines
        .ask(id, new PipelineCommand.Read(call.principal()), call.cause())
        .thenApply(reply -> pipeline(id, reply));
  }

  /** The living pipeline of {@code name}, if there is one. */
  CompletionStage<Optional<Pipeline>> named(Principal principal, String name, Cause cause) {
    return atFirstOf(
            principal, name, id -> pipelines.ask(id, new PipelineCommand.Read(principal), cause))
        .thenApply(
            reply ->
                reply instanceof PipelineReply.View view
                    ? Optional.of(view.pipeline())
                    : Optional.empty());
  }

  /** The first answer that is not {@code Gone}, asking one generation of the name after another. */
  CompletionStage<PipelineReply> atFirstOf(
      Principal principal, String name, Function<PipelineId, CompletionStage<PipelineReply>> ask) {
    return atFirstOf(principal, name, 0, ask);
  }

  private CompletionStage<PipelineReply> atFirstOf(
      Principal principal,
      String name,
      int generation,
      Function<PipelineId, CompletionStage<PipelineReply>> ask) {
    return ask.apply(PipelineId.of(principal.tenant(), name, generation))
        .thenCompose(
            reply ->
                reply instanceof PipelineReply.Gone && generation < GENERATIONS
                    ? atFirstOf(principal, name, generation + 1, ask)
                    : CompletableFuture.completedStage(reply));
  }

  /** The pipeline in {@code reply}, or the error that it is. */
  static Pipeline pipeline(PipelineId id, PipelineReply reply) {
    return switch (reply) {
      case PipelineReply.View view -> view.pipeline();
      case PipelineReply.Accepted accepted -> accepted.pipeline();
      case PipelineReply.Gone ignored -> throw Refusals.gone(id.value());
      case PipelineReply.NotFound ignored ->
          throw ApiError.notFound("pipeline", id.value()).exception();
      case PipelineReply.Refused refused -> throw Refusals.of(refused);
      case PipelineReply.Ticketed ticketed -> throw Refusals.unexpected(ticketed);
      case PipelineReply.Noted noted -> throw Refusals.unexpected(noted);
      case PipelineReply.Met met -> throw Refusals.unexpected(met);
    };
  }
}
