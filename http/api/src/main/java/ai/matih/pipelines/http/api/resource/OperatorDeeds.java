package ai.matih.pipelines.http.api.resource;

import ai.matih.pipelines.http.api.port.OperatorLog;
import ai.matih.pipelines.http.api.problem.ApiException;
import ai.matih.pipelines.http.api.problem.FailedCall;
import ai.matih.pipelines.http.api.routing.Call;
import ai.matih.pipelines.persistence.operations.OperatorAction;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Does what an operator asks for, and sees that it is audited: before it is done, and after. */
record OperatorDeeds(OperatorLog log) {

  /**
   * @param onlyOnce what a second action of this name is refused by
   * @param taken the refusal, if one had it already
   */
  <T> CompletionStage<T> audited(
      Call call,
      String action,
      String target,
      Map<String, Object> details,
      Optional<String> onlyOnce,
      Supplier<ApiException> taken,
      Supplier<CompletionStage<T>> deed) {
    return log.begin(call.tenant(), call.cause(), action, target, details, onlyOnce)
        .thenCompose(
            number -> {
              long id = number.orElseThrow(taken);
              return started(deed)
                  .handle(
                      (done, failure) ->
                          log.end(id, failure == null ? OperatorAction.DONE : reason(failure))
                              .thenCompose(
                                  noted ->
                                      failure == null
                                          ? CompletableFuture.completedStage(done)
                                          : CompletableFuture.<T>failedStage(failure)))
                  .thenCompose(next -> next);
            });
  }

  /** As above, as often as one likes. */
  <T> CompletionStage<T> audited(
      Call call,
      String action,
      String target,
      Map<String, Object> details,
      Supplier<CompletionStage<T>> deed) {
    return audited(
        call,
        action,
        target,
        details,
        Optional.empty(),
        () -> {
          throw new IllegalStateException("what has no name cannot be taken");
        },
        deed);
  }

  private static <T> CompletionStage<T> started(Supplier<CompletionStage<T>> deed) {
    try {
      return deed.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private static String reason(Throwable failure) {
    Throwable cause = FailedCall.cause(failure);
    return "failed: "
        + Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
  }
}
