package ai.matih.pipelines.http.api.port;

import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.persistence.operations.OperatorAction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Kafka records that are kept because nothing could be done with them. A tenant sees those of its
 * own senders and those whose sender nobody knows. Stages fail with {@link
 * java.util.concurrent.TimeoutException} if Kafka does not answer.
 */
public interface DeadLetterBox {

  /**
   * A page, the newest first.
   *
   * @param topic only letters that came from this topic, by its short name
   * @param settled also those that were discarded or replayed
   * @param cursor where the page before ended; {@link IllegalArgumentException} for one that no
   *     page had
   */
  CompletionStage<Page> list(
      TenantId tenant, Optional<String> topic, boolean settled, int size, Optional<String> cursor);

  /** One of them, if it is still kept and the tenant may see it. */
  CompletionStage<Optional<Letter>> find(TenantId tenant, String id);

  /** Sends it again to where it came from, with {@code headers} added. */
  CompletionStage<Void> sendAgain(Letter letter, Map<String, String> headers);

  /** The short names of the topics whose letters are kept, e.g. {@code commands}. */
  List<String> topics();

  /**
   * Some letters.
   *
   * @param next where the list goes on; a page may have fewer letters than asked for and go on
   */
  record Page(List<Letter> letters, Optional<String> next) {
    public Page {
      letters = List.copyOf(letters);
    }
  }

  /**
   * A letter.
   *
   * @param id e.g. {@code commands-0-17}
   * @param target under which actions on it are noted; unlike the id it is never given again
   * @param topic the short name of where it came from
   * @param origin the full name, partition and offset of where it came from
   * @param sender whose token it came with
   * @param headers of the record, as text
   * @param size how many bytes it has
   * @param value its bytes, which nobody may change; none in a list
   * @param actions what operators did with it, the oldest first
   */
  record Letter(
      String id,
      String target,
      String topic,
      Origin origin,
      Instant keptAt,
      String reason,
      Optional<Sender> sender,
      Optional<String> key,
      Map<String, String> headers,
      int size,
      byte[] value,
      List<OperatorAction> actions) {

    public Letter {
      headers = Map.copyOf(headers);
      actions = List.copyOf(actions);
    }

    /** How often something may have been done with it. */
    public long times(String action) {
      return actions.stream().filter(one -> one.action().equals(action) && one.mayBeDone()).count();
    }
  }

  /** A place in a topic. */
  record Origin(String topic, int partition, long offset) {}

  /** Who sent a record. */
  record Sender(String tenant, String subject) {}
}
