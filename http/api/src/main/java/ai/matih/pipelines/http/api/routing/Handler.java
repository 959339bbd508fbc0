package ai.matih.pipelines.http.api.routing;

import java.util.concurrent.CompletionStage;

/** Answers a call. Runs on the actor system's dispatcher: it must not block. */
@FunctionalInterface
public interface Handler {

  /**
   * The answer. An {@link ai.matih.pipelines.http.api.problem.ApiException}, thrown or in the
   * stage, is answered as its error; a {@link java.util.concurrent.TimeoutException} as 503.
   */
  CompletionStage<Answer> handle(Call call);
}
