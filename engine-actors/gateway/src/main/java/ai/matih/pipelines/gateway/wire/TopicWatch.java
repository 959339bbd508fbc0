package ai.matih.pipelines.gateway.wire;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices a broker that was away, and one that came back without its data: topics that are missing
 * are made again, and whoever reads one that is not the same as before is told, since a position in
 * the old topic means nothing in the new one and would pass over its first records. One thread of
 * its own.
 */
public final class TopicWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final int ANSWER_MILLIS = 5_000;

  /** Who is told. */
  public interface Listener {
    /** The topic of this name is another than before. */
    void remade(String topic);

    /** All topics are there again after a time in which records may have been lost. */
    void back();
  }

  private final KafkaConnection kafka;
  private final List<String> names;
  private final int partitions;
  private final TopicRetention retention;
  private final Listener listener;
  private boolean away;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private TopicWatch(
      KafkaConnection kafka,
      Collection<String> instances,
      int partitions,
      TopicRetention retention,
      Listener listener) {
    this.kafka = kafka;
    this.names = TopicCreation.names(kafka.topics(), instances);
    this.partitions = partitions;
    this.retention = retention;
    this.listener = listener;
    this.thread = Thread.ofPlatform().daemon().name("kafka-topics").start(this::run);
  }

  /**
   * Watches the topics of {@link TopicCreation#ensure}.
   *
   * @param listener must not block
   */
  public static TopicWatch start(
      KafkaConnection kafka,
      Collection<String> instances,
      int partitions,
      TopicRetention retention,
      Listener listener) {
    return new TopicWatch(kafka, instances, partitions, retention, listener);
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
  }

  private void run() {
    Map<String, Uuid> known = new HashMap<>();
    try (Admin admin = Admin.create(kafka.admin())) {
      while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          look(admin, known);
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
          LOG.debug("Kafka does not say which topics it has", e);
          away = true;
        } catch (RuntimeException e) {
          LOG.warn("Topics that are gone could not be made again yet: {}", e.toString());
        }
      }
    } catch (InterruptedException | org.apache.kafka.common.errors.InterruptException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Admin admin, Map<String, Uuid> known)
      throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
    Map<String, TopicListing> there =
        admin.listTopics().namesToListings().get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
    List<String> gone = names.stream().filter(name -> !there.containsKey(name)).toList();
    if (!gone.isEmpty()) {
      LOG.warn("Kafka has lost topics, which are made again: {}", gone);
      away = true;
      TopicCreation.ensure(admin, kafka, gone, partitions, retention);
      return;
    }
    for (String name : names) {
      Uuid id = there.get(name).topicId();
      Uuid before = known.put(name, id);
      if (before != null && !before.equals(id)) {
        LOG.warn("The topic {} is not the one it was: it is read from its beginning", name);
        listener.remade(name);
      }
    }
    if (away) {
      away = false;
      listener.back();
    }
  }
}
