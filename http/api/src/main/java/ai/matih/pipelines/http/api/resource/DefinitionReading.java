package ai.matih.pipelines.http.api.resource;

import ai.matih.pipelines.definition.Metadata;
import ai.matih.pipelines.definition.Problem;
import ai.matih.pipelines.http.api.json.BodyReader;
import ai.matih.pipelines.http.api.port.Definitions;
import ai.matih.pipelines.http.api.port.Definitions.Reading;
import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.problem.ErrorCode;
import ai.matih.pipelines.http.api.routing.Answer;
import ai.matih.pipelines.http.api.routing.Call;
import ai.matih.pipelines.http.api.view.SourceText;
import ai.matih.pipelines.pipeline.PipelineCommand.Description;
import ai.matih.pipelines.pipeline.PipelineCommand.Proposal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Takes a definition from a request, in either form, to a proposal for a pipeline. */
final class DefinitionReading {
  private static final String FIRST_VERSION = "1.0.0";

  private final Definitions definitions;

  DefinitionReading(Definitions definitions) {
    this.definitions = definitions;
  }

  /** The definition's text as it will be kept. */
  static String text(Call call) {
    if (call.mediaType().isEmpty() || call.mediaType().equals(Answer.JSON)) {
      return SourceText.of(call.read(SourceText.DefinitionBody.class));
    }
    return BodyReader.text(call.body());
  }

  /** A definition that was read, with its text. */
  record Read(String source, Reading.Valid valid) {
    Description description() {
      Metadata metadata = valid.definition().metadata();
      return new Description(
          metadata.name(),
          metadata.version().orElse(FIRST_VERSION),
          metadata.description(),
          metadata.tags());
    }
  }

  /** The checked definition; fails with every problem at once. */
  CompletionStage<Read> read(Call call) {
    String source = text(call);
    return definitions
        .read(source)
        .thenApply(
            reading ->
                switch (reading) {
                  case Reading.Valid valid -> new Read(source, valid);
                  case Reading.Invalid invalid ->
                      throw invalid("The definition has problems.", invalid.report().problems());
                });
  }

  /** The checked and planned definition. */
  CompletionStage<Proposal> propose(Call call, Read read) {
    return definitions
        .plan(call.tenant(), read.valid().definition(), Optional.empty())
        .thenApply(
            plan ->
                new Proposal(read.valid().definition(), plan, read.source(), read.valid().hash()));
  }

  /** The 400 that lists {@code problems}. */
  static RuntimeException invalid(String message, List<Problem> problems) {
    return ApiError.of(ErrorCode.VALIDATION_FAILED, message)
        .with("problems", problems)
        .remedy("Correct every problem of the list and send it again.")
        .exception();
  }
}
