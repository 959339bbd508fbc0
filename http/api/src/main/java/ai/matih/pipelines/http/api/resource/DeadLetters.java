package ai.matih.pipelines.http.api.resource;

import ai.matih.pipelines.http.api.port.DeadLetterBox;
import ai.matih.pipelines.http.api.port.DeadLetterBox.Letter;
import ai.matih.pipelines.http.api.port.OperatorLog;
import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.problem.ErrorCode;
import ai.matih.pipelines.http.api.routing.Answer;
import ai.matih.pipelines.http.api.routing.Body;
import ai.matih.pipelines.http.api.routing.Call;
import ai.matih.pipelines.http.api.routing.Route;
import ai.matih.pipelines.http.api.view.DeadLetterView;
import ai.matih.pipelines.identity.Permission;
import ai.matih.pipelines.persistence.operations.OperatorAction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /v1/dead-letters}: Kafka records that nothing could be done with, and what to do now. */
public final class DeadLetters {
  private static final String ALL = "/v1/dead-letters";
  private static final String COMMANDS = "commands";
  private static final String ONE = ALL + "/{deadLetterId}";

  private final DeadLetterBox letters;
  private final OperatorDeeds deeds;

  /** Every change is noted in {@code log}. */
  public DeadLetters(DeadLetterBox letters, OperatorLog log) {
    this.letters = letters;
    this.deeds = new OperatorDeeds(log);
  }

  /** What is wanted of a letter, and why. */
  record Deed(Optional<String> comment, Optional<Boolean> again) {}

  /** A page of letters. */
  record PageView(List<DeadLetterView> data, Optional<String> nextCursor) {}

  /** The routes of this resource. */
  public List<Route> routes() {
    return List.of(
        Operation.get(
            ALL,
            "listDeadLetters",
            Permission.ADMIN,
            Set.of("topic", "all", "size", "cursor"),
            this::list),
        Operation.get(ONE, "getDeadLetter", Permission.ADMIN, Set.of(), this::read),
        Operation.post(
            ONE + "/replay", "replayDeadLetter", Permission.ADMIN, Body.JSON, this::replay),
        Operation.post(
            ONE + "/discard", "discardDeadLetter", Permission.ADMIN, Body.JSON, this::discard));
  }

  private CompletionStage<Answer> list(Call call) {
    Optional<String> topic = call.query().text("topic");
    topic
        .filter(name -> !letters.topics().contains(name))
        .ifPresent(
            name -> {
              throw ApiError.parameter(
                      "topic", name, "one of " + String.join(", ", letters.topics()))
                  .exception();
            });
    Optional<String> cursor = call.query().text("cursor");
    try {
      return letters
          .list(
              call.tenant(),
              topic,
              call.query().flag("all").orElse(false),
              (int) call.query().number("size", 20, 1, 100),
              cursor)
          .thenApply(
              page ->
                  Answer.ok(
                      new PageView(
                          page.letters().stream().map(DeadLetterView::row).toList(), page.next())));
    } catch (IllegalArgumentException madeUp) {
      throw ApiError.parameter("cursor", cursor.orElse(""), "the nextCursor of the page before")
          .exception();
    }
  }

  private CompletionStage<Answer> read(Call call) {
    return find(call).thenApply(letter -> Answer.ok(DeadLetterView.whole(letter)));
  }

  private CompletionStage<Letter> find(Call call) {
    String id = call.path().get("deadLetterId");
    return letters
        .find(call.tenant(), id)
        .thenApply(
            found -> found.orElseThrow(() -> ApiError.notFound("dead letter", id).exception()));
  }

  private CompletionStage<Answer> replay(Call call) {
    Deed wanted = call.read(Deed.class);
    return find(call)
        .thenCompose(
            letter -> {
              if (letter.times(DeadLetterView.REPLAY) > 0 && !wanted.again().orElse(false)) {
                throw replayedAlready(letter).exception();
              }
              return deeds.audited(
                  call,
                  DeadLetterView.REPLAY,
                  letter.target(),
                  details(wanted, letter),
                  Optional.of(DeadLetterView.REPLAY + " " + letter.target() + " " + tried(letter)),
                  () -> replayedAlready(letter).exception(),
                  () -> letters.sendAgain(letter, marked(call, letter)));
            })
        .thenCompose(sent -> read(call));
  }

  private CompletionStage<Answer> discard(Call call) {
    Deed wanted = call.read(Deed.class);
    return find(call)
        .thenCompose(
            letter ->
                letter.times(DeadLetterView.DISCARD) > 0
                    ? CompletableFuture.<Void>completedStage(null)
                    : deeds.<Void>audited(
                        call,
                        DeadLetterView.DISCARD,
                        letter.target(),
                        details(wanted, letter),
                        () -> CompletableFuture.completedStage(null)))
        .thenCompose(noted -> read(call));
  }

  /**
   * The record goes in the operator's name, who answers for it; the sender's keys stay the
   * sender's, so that what had been carried out is not done a second time.
   */
  private static Map<String, String> marked(Call call, Letter letter) {
    Map<String, String> headers = new HashMap<>();
    headers.put("x-replay-of", letter.id());
    headers.put("x-replayed-by", call.principal().subject());
    if (letter.topic().equals(COMMANDS)) {
      call.header("authorization").ifPresent(token -> headers.put("authorization", token));
      headers.put("x-tenant-id", call.tenant().value());
      letter.sender().ifPresent(sender -> headers.put("x-on-behalf-of", sender.subject()));
    }
    return headers;
  }

  private static long tried(Letter letter) {
    return letter.actions().stream()
        .filter(one -> one.action().equals(DeadLetterView.REPLAY))
        .count();
  }

  private static Map<String, Object> details(Deed wanted, Letter letter) {
    Map<String, Object> details = new HashMap<>();
    details.put("reason", letter.reason());
    details.put("origin", letter.origin());
    wanted.comment().ifPresent(comment -> details.put("comment", comment));
    return details;
  }

  private static ApiError replayedAlready(Letter letter) {
    ApiError error =
        ApiError.of(ErrorCode.CONFLICT, "The dead letter " + letter.id() + " was replayed already.")
            .remedy("Say \"again\": true (--again) to replay it once more.");
    return letter.actions().reversed().stream()
        .filter(one -> one.action().equals(DeadLetterView.REPLAY) && one.mayBeDone())
        .findFirst()
        .map(OperatorAction::at)
        .map(at -> error.with("replayedAt", at.toString()))
        .orElse(error);
  }
}
