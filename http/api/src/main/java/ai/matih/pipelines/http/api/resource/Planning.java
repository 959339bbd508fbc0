package ai.matih.pipelines.http.api.resource;

import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.Problem;
import ai.matih.pipelines.http.api.port.Definitions;
import ai.matih.pipelines.http.api.port.Definitions.Reading;
import ai.matih.pipelines.http.api.port.PipelineCalls;
import ai.matih.pipelines.http.api.routing.Answer;
import ai.matih.pipelines.http.api.routing.Body;
import ai.matih.pipelines.http.api.routing.Call;
import ai.matih.pipelines.http.api.routing.Route;
import ai.matih.pipelines.http.api.view.PlanView;
import ai.matih.pipelines.identity.Permission;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** {@code validate} and {@code plan}: what a definition would mean; nothing is changed. */
public final class Planning {
  private final Definitions definitions;
  private final DefinitionReading reading;
  private final PipelineDirectory directory;

  /** {@code pipelines} tell what is live under the definition's name. */
  public Planning(PipelineCalls pipelines, Definitions definitions) {
    this.definitions = definitions;
    this.reading = new DefinitionReading(definitions);
    this.directory = new PipelineDirectory(pipelines);
  }

  /** The outcome of a check; a definition with problems is a good answer to this question. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record ValidationView(
      boolean valid, Optional<String> name, Optional<String> hash, List<Problem> problems) {}

  /** The routes of this resource. */
  public List<Route> routes() {
    return List.of(
        Operation.post(
            Pipelines.ALL + "/validate",
            "validateDefinition",
            Permission.PIPELINES_READ,
            Body.DEFINITION,
            this::validate),
        Operation.of(
            "POST",
            Pipelines.ALL + "/plan",
            "planDefinition",
            Permission.PIPELINES_READ,
            Set.of("engine"),
            Body.DEFINITION,
            this::plan));
  }

  private CompletionStage<Answer> validate(Call call) {
    return definitions
        .read(DefinitionReading.text(call))
        .thenApply(
            checked ->
                Answer.ok(
                    switch (checked) {
                      case Reading.Valid valid ->
                          new ValidationView(
                              true,
                              Optional.of(valid.definition().metadata().name()),
                              Optional.of(valid.hash()),
                              valid.warnings());
                      case Reading.Invalid invalid ->
                          new ValidationView(
                              false,
                              Optional.empty(),
                              Optional.empty(),
                              invalid.report().problems());
                    }));
  }

  private CompletionStage<Answer> plan(Call call) {
    Optional<EngineKind> engine =
        call.query().constants("engine", EngineKind.class).stream().findFirst();
    return reading.read(call).thenCompose(read -> planned(call, read, engine));
  }

  private CompletionStage<Answer> planned(
      Call call, DefinitionReading.Read read, Optional<EngineKind> engine) {
    PipelineDefinition definition = read.valid().definition();
    return definitions
        .plan(call.tenant(), definition, engine)
        .thenCombine(
            directory.named(call.principal(), definition.metadata().name(), call.cause()),
            (plan, live) ->
                Answer.ok(
                    PlanView.of(
                        plan,
                        read.valid().hash(),
                        read.valid().warnings(),
                        live,
                        live.map(
                            pipeline ->
                                definitions.diff(pipeline.live().definition(), definition)))));
  }
}
