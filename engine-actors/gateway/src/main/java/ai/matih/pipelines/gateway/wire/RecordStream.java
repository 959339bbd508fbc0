package ai.matih.pipelines.gateway.wire;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the partitions of a topic that this node owns, on a thread of its own by long polls, and
 * hands over what each poll brought without waiting for the batch before. Offsets are committed
 * only up to the first batch that is not done. If a batch fails, or Kafka does, reading starts
 * again from the committed offsets after a pause: records arrive at least once. Partitions are
 * assigned, not negotiated, so that a start after a crash waits for no group.
 */
public final class RecordStream implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RecordStream.class);
  private static final Duration LONG_POLL = Duration.ofMillis(100);
  private static final Duration WHILE_FULL = Duration.ofMillis(5);

  /** Polls that bring so many are followed by a growing breath, so that the next bring more. */
  private static final int BUSY = 4;

  private static final long LONGEST_BREATH_MILLIS = 8;
  private static final long COMMIT_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;
  private static final int MOST_IN_FLIGHT = 4_000;
  private static final long WHILE_NOTHING_IS_OURS = 50;
  private static final long PATIENCE_WITH_LEAVING_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Takes the records of one poll, in order for each partition; called on the stream's thread. */
  @FunctionalInterface
  public interface Handler {
    /** The stage completes when the records need not be read again. */
    CompletionStage<?> handle(List<ConsumerRecord<byte[], byte[]>> records);
  }

  private record Batch(
      Map<TopicPartition, OffsetAndMetadata> next, int size, CompletableFuture<?> done) {}

  private final KafkaConnection kafka;
  private final String topic;
  private final String group;
  private final OwnedPartitions owned;
  private final Handler handler;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile KafkaConsumer<byte[], byte[]> consumer;

  private RecordStream(
      KafkaConnection kafka, String topic, String group, OwnedPartitions owned, Handler handler) {
    this.kafka = kafka;
    this.topic = topic;
    this.group = group;
    this.owned = owned;
    this.handler = handler;
    this.thread = Thread.ofPlatform().daemon().name("kafka-" + topic).unstarted(this::run);
  }

  /**
   * Starts reading {@code topic}, which must exist or come to exist.
   *
   * @param group under which offsets are kept
   * @param owned which partitions are read, at every moment
   */
  public static RecordStream start(
      KafkaConnection kafka, String topic, String group, OwnedPartitions owned, Handler handler) {
    RecordStream stream = new RecordStream(kafka, topic, group, owned, handler);
    stream.thread.start();
    return stream;
  }

  /** Commits what is done and stops; waits up to 3 s. Not to be called on the stream's thread. */
  @Override
  public void close() {
    closing.countDown();
    KafkaConsumer<byte[], byte[]> current = consumer;
    if (current != null) {
      current.wakeup();
    }
    try {
      thread.join(Duration.ofSeconds(3));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean closed() {
    return closing.getCount() == 0;
  }

  private void run() {
    long pause = FIRST_PAUSE_MILLIS;
    while (!closed()) {
      long began = System.nanoTime();
      try (var opened =
          new KafkaConsumer<>(
              kafka.consumer(group, group),
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer())) {
        consumer = opened;
        read(opened);
      } catch (WakeupException | InterruptException e) {
        if (!closed()) {
          LOG.debug("Reading {} was interrupted", topic);
        }
      } catch (RuntimeException e) {
        if (System.nanoTime() - began > TimeUnit.MILLISECONDS.toNanos(LONGEST_PAUSE_MILLIS)) {
          pause = FIRST_PAUSE_MILLIS;
        }
        LOG.warn("Reading {} starts again in {} ms: {}", topic, pause, e.toString());
        pauseFor(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      }
    }
  }

  private void read(KafkaConsumer<byte[], byte[]> from) {
    Deque<Batch> inFlight = new ArrayDeque<>();
    Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
    long version = -1;
    long leavingSince = 0;
    boolean leaving = false;
    long committed = System.nanoTime();
    long reading = owned.reading();
    long breath = 0;
    try {
      while (!closed() && reading == owned.reading()) {
        if (version != owned.version()) {
          version = owned.version();
          from.assign(ours(from));
          leaving = true;
          leavingSince = System.nanoTime();
        }
        boolean full = inFlight.stream().mapToInt(Batch::size).sum() >= MOST_IN_FLIGHT;
        if (full) {
          from.pause(from.assignment());
        } else if (!from.paused().isEmpty()) {
          from.resume(from.assignment());
        }
        if (from.assignment().isEmpty()) {
          pauseFor(WHILE_NOTHING_IS_OURS);
        } else {
          ConsumerRecords<byte[], byte[]> records = from.poll(full ? WHILE_FULL : LONG_POLL);
          if (!records.isEmpty()) {
            inFlight.add(handOver(records));
          }
          breath =
              records.count() >= BUSY
                  ? Math.min(LONGEST_BREATH_MILLIS, Math.max(1, 2 * breath))
                  : breath / 2;
          if (breath > 0) {
            pauseFor(breath);
          }
        }
        harvest(inFlight, done);
        if (!done.isEmpty() && System.nanoTime() - committed > COMMIT_EVERY_NANOS) {
          from.commitAsync(Map.copyOf(done), null);
          done.clear();
          committed = System.nanoTime();
        }
        if (leaving && hasLeft(from, inFlight, leavingSince)) {
          leaving = false;
          commitLast(from, inFlight, done);
          done.clear();
          inFlight.forEach(batch -> batch.next().keySet().retainAll(from.assignment()));
          owned.settled(version);
        }
      }
    } finally {
      commitLast(from, inFlight, done);
      owned.settled(version);
    }
  }

  private List<TopicPartition> ours(KafkaConsumer<byte[], byte[]> from) {
    List<TopicPartition> all =
        from.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    if (all.isEmpty()) {
      throw new IllegalStateException("there is no topic " + topic);
    }
    return all.stream().filter(partition -> owned.owns(partition.partition())).toList();
  }

  /** Whether nothing is under way of partitions that are ours no longer, or too long. */
  private static boolean hasLeft(
      KafkaConsumer<byte[], byte[]> from, Deque<Batch> inFlight, long since) {
    return System.nanoTime() - since > PATIENCE_WITH_LEAVING_NANOS
        || inFlight.stream()
            .allMatch(batch -> from.assignment().containsAll(batch.next().keySet()));
  }

  private Batch handOver(ConsumerRecords<byte[], byte[]> records) {
    List<ConsumerRecord<byte[], byte[]>> list = new ArrayList<>(records.count());
    records.forEach(list::add);
    return new Batch(
        new HashMap<>(records.nextOffsets()),
        list.size(),
        handler.handle(list).toCompletableFuture());
  }

  /** Moves the offsets of the done batches at the head; throws what a failed one failed with. */
  private static void harvest(Deque<Batch> inFlight, Map<TopicPartition, OffsetAndMetadata> done) {
    while (!inFlight.isEmpty() && inFlight.peek().done().isDone()) {
      inFlight.peek().done().join();
      done.putAll(inFlight.poll().next());
    }
  }

  private static void commitLast(
      KafkaConsumer<byte[], byte[]> to,
      Deque<Batch> inFlight,
      Map<TopicPartition, OffsetAndMetadata> done) {
    try {
      harvest(inFlight, done);
    } catch (RuntimeException e) {
      LOG.debug("The batch that failed is read again", e);
    }
    try {
      if (!done.isEmpty()) {
        to.commitSync(done, Duration.ofSeconds(1));
      }
    } catch (RuntimeException e) {
      LOG.debug("Some records will be read again", e);
    }
  }

  private void pauseFor(long millis) {
    try {
      closing.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
