package ai.matih.pipelines.http.api;

import ai.matih.pipelines.http.api.port.DeadLetterBox;
import ai.matih.pipelines.http.api.port.OperatorLog;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.persistence.operations.OperatorAction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Dead letters and the audit of operators, as the node has them. */
final class LettersInMemory implements DeadLetterBox, OperatorLog {
  /** What was sent again, with the headers that were added. */
  record Sent(String id, Map<String, String> headers) {}

  final List<Letter> letters = new ArrayList<>();
  final List<Sent> sent = new ArrayList<>();
  final List<OperatorAction> actions = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  /** The next letter that is sent again does not arrive. */
  boolean broken;

  void keep(String id, Optional<Sender> sender, byte[] value) {
    letters.add(
        new Letter(
            id,
            "dead-letter " + id,
            "commands",
            new Origin("matih.pipelines.commands", 0, 7),
            Instant.EPOCH,
            "not JSON",
            sender,
            Optional.of("sales"),
            Map.of("traceparent", "00-1"),
            value.length,
            value,
            List.of()));
  }

  @Override
  public synchronized CompletionStage<Page> list(
      TenantId tenant, Optional<String> topic, boolean settled, int size, Optional<String> cursor) {
    return CompletableFuture.completedStage(
        new Page(
            letters.stream()
                .filter(letter -> visible(tenant, letter))
                .map(this::now)
                .filter(letter -> settled || letter.actions().isEmpty())
                .toList(),
            Optional.empty()));
  }

  @Override
  public synchronized CompletionStage<Optional<Letter>> find(TenantId tenant, String id) {
    return CompletableFuture.completedStage(
        letters.stream()
            .filter(letter -> letter.id().equals(id) && visible(tenant, letter))
            .map(this::now)
            .findFirst());
  }

  private static boolean visible(TenantId tenant, Letter letter) {
    return letter.sender().map(one -> one.tenant().equals(tenant.value())).orElse(true);
  }

  private Letter now(Letter letter) {
    return new Letter(
        letter.id(),
        letter.target(),
        letter.topic(),
        letter.origin(),
        letter.keptAt(),
        letter.reason(),
        letter.sender(),
        letter.key(),
        letter.headers(),
        letter.size(),
        letter.value(),
        actions.stream().filter(one -> one.target().equals(letter.target())).toList());
  }

  @Override
  public synchronized CompletionStage<Void> sendAgain(Letter letter, Map<String, String> headers) {
    if (broken) {
      broken = false;
      return CompletableFuture.failedStage(new java.util.concurrent.TimeoutException("no Kafka"));
    }
    sent.add(new Sent(letter.id(), headers));
    return CompletableFuture.completedStage(null);
  }

  @Override
  public List<String> topics() {
    return List.of("commands", "engine.events");
  }

  @Override
  public synchronized CompletionStage<OptionalLong> begin(
      TenantId tenant,
      Cause cause,
      String action,
      String target,
      Map<String, Object> details,
      Optional<String> onlyOnce) {
    if (onlyOnce.isPresent() && !names.add(onlyOnce.get())) {
      return CompletableFuture.completedStage(OptionalLong.empty());
    }
    long id = actions.size() + 1L;
    actions.add(
        new OperatorAction(
            id,
            tenant.value(),
            cause.actor(),
            cause.origin().name(),
            cause.correlationId(),
            action,
            target,
            "{}",
            Instant.EPOCH,
            Optional.empty()));
    return CompletableFuture.completedStage(OptionalLong.of(id));
  }

  @Override
  public synchronized CompletionStage<Void> end(long id, String outcome) {
    OperatorAction was = actions.get((int) id - 1);
    actions.set(
        (int) id - 1,
        new OperatorAction(
            was.id(),
            was.tenant(),
            was.actor(),
            was.origin(),
            was.correlationId(),
            was.action(),
            was.target(),
            was.details(),
            was.at(),
            Optional.of(outcome)));
    return CompletableFuture.completedStage(null);
  }

  @Override
  public synchronized CompletionStage<List<OperatorAction>> newest(
      TenantId tenant, long before, int limit) {
    return CompletableFuture.completedStage(
        actions.reversed().stream()
            .filter(one -> one.tenant().equals(tenant.value()) && one.id() < before)
            .limit(limit)
            .toList());
  }
}
