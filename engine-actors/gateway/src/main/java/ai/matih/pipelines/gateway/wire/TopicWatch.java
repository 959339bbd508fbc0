package ai.matih.pipelines.gateway.wire;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices a broker that came back without its data: topics that are missing are made again, and
 * whoever reads one that is not the same as before is told, since a position in the old topic means
 * nothing in the new one and would pass over its first records. One thread of its own.
 */
public final class TopicWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final int ANSWER_MILLIS = 5_000;

  private final KafkaConnection kafka;
  private final List<String> names;
  private final int partitions;
  private final Consumer<String> remade;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private TopicWatch(
      KafkaConnection kafka,
      Collection<String> instances,
      int partitions,
      Consumer<String> remade) {
    this.kafka = kafka;
    this.names = TopicCreation.names(kafka.topics(), instances);
    this.partitions = partitions;
    this.remade = remade;
    this.thread = Thread.ofPlatform().daemon().name("kafka-topics").start(this::run);
  }

  /**
   * Watches the topics of {@link TopicCreation#ensure}.
   *
   * @param remade told the name of a topic that is another than before; must not block
   */
  public static TopicWatch start(
      KafkaConnection kafka,
      Collection<String> instances,
      int partitions,
      Consumer<String> remade) {
    return new TopicWatch(kafka, instances, partitions, remade);
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
      TopicCreation.ensure(admin, kafka, gone, partitions);
      return;
    }
    for (String name : names) {
      Uuid id = there.get(name).topicId();
      Uuid before = known.put(name, id);
      if (before != null && !before.equals(id)) {
        LOG.warn("The topic {} is not the one it was: it is read from its beginning", name);
        remade.accept(name);
      }
    }
  }
}
