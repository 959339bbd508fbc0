package ai.matih.pipelines.node;

import ai.matih.pipelines.engine.Topics;
import ai.matih.pipelines.gateway.wire.DeadLetter;
import ai.matih.pipelines.gateway.wire.DeadLetters;
import ai.matih.pipelines.gateway.wire.RecordProducer;
import ai.matih.pipelines.http.api.command.CommandHandling;
import ai.matih.pipelines.http.api.command.CommandRecord;
import ai.matih.pipelines.http.api.command.Outcome;
import ai.matih.pipelines.identity.Principal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The command topic at the interface: records of one key one after the other, those of different
 * keys side by side. A record is done, and its offset may be committed, when its answer or its dead
 * letter is in Kafka; what arrives again is answered again, with no second effect.
 */
final class CommandStream {
  private final CommandHandling commands;
  private final RecordProducer producer;
  private final DeadLetters deadLetters;
  private final String results;
  private final Map<ByteBuffer, CompletableFuture<Void>> lastOfKey = new ConcurrentHashMap<>();

  CommandStream(
      CommandHandling commands, RecordProducer producer, DeadLetters deadLetters, Topics topics) {
    this.commands = commands;
    this.producer = producer;
    this.deadLetters = deadLetters;
    this.results = topics.commandResults();
  }

  /** Completes when all of them are done. */
  CompletionStage<?> handle(List<ConsumerRecord<byte[], byte[]>> records) {
    return CompletableFuture.allOf(
        records.stream().map(this::inTurn).toArray(CompletableFuture<?>[]::new));
  }

  private CompletableFuture<Void> inTurn(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return carryOut(record);
    }
    ByteBuffer name = ByteBuffer.wrap(record.key());
    CompletableFuture<Void> mine =
        lastOfKey.compute(
            name,
            (key, before) ->
                before == null ? carryOut(record) : after(before, () -> carryOut(record)));
    mine.whenComplete((done, failure) -> lastOfKey.remove(name, mine));
    return mine;
  }

  private static CompletableFuture<Void> after(
      CompletableFuture<Void> before, Supplier<CompletableFuture<Void>> next) {
    return before.handle((done, failure) -> null).thenCompose(ignored -> next.get());
  }

  private CompletableFuture<Void> carryOut(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value() == null ? new byte[0] : record.value();
    return commands
        .handle(new CommandRecord(headers(record), value))
        .thenCompose(outcome -> settle(record, outcome))
        .toCompletableFuture();
  }

  private CompletionStage<Void> settle(ConsumerRecord<byte[], byte[]> record, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered answered -> answer(record, answered.result());
      case Outcome.Unreadable unreadable ->
          deadLetters.keep(record, unreadable.reason(), sender(unreadable.sender()));
      case Outcome.GivenUp givenUp ->
          deadLetters
              .keep(record, givenUp.reason(), sender(givenUp.sender()))
              .thenCompose(kept -> answer(record, givenUp.result()));
    };
  }

  private static Optional<DeadLetter.Sender> sender(Optional<Principal> known) {
    return known.map(who -> new DeadLetter.Sender(who.tenant().value(), who.subject()));
  }

  private CompletionStage<Void> answer(ConsumerRecord<byte[], byte[]> record, byte[] result) {
    return producer.sendBytes(new ProducerRecord<>(results, record.key(), result));
  }

  /** The last of several of one name counts. */
  private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new HashMap<>();
    record
        .headers()
        .forEach(
            header -> {
              if (header.value() != null) {
                headers.put(
                    header.key().toLowerCase(Locale.ROOT),
                    new String(header.value(), StandardCharsets.UTF_8));
              }
            });
    return headers;
  }
}
