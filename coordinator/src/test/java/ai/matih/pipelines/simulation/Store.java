package ai.matih.pipelines.simulation;

import ai.matih.pipelines.execution.ExecutionEvent;
import ai.matih.pipelines.pipeline.PipelineEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * What all journals have in common: the database answers, refuses, or writes and is not heard of;
 * and some kinds of events are newer than the older of two releases.
 */
final class Store {
  enum Answer {
    WRITTEN,
    REFUSED,
    WRITTEN_AND_NOT_HEARD
  }

  private final Random random;
  private final IntSupplier level;
  private final Set<Class<?>> newer = new HashSet<>();
  private boolean kind;

  /**
   * @param mixed whether there are two releases
   * @param level the release that every member of the cluster reads
   */
  Store(Random random, boolean mixed, IntSupplier level) {
    this.random = random;
    this.level = level;
    List<Class<?>> kinds = new ArrayList<>(kinds(ExecutionEvent.class));
    kinds.addAll(kinds(PipelineEvent.class));
    kinds.remove(PipelineEvent.PipelineCreated.class);
    for (int i = 0; mixed && i < 2; i++) {
      newer.add(kinds.get(random.nextInt(kinds.size())));
    }
  }

  void heal() {
    kind = true;
  }

  Answer write() {
    if (kind || random.nextInt(60) != 0) {
      return Answer.WRITTEN;
    }
    return random.nextBoolean() ? Answer.REFUSED : Answer.WRITTEN_AND_NOT_HEARD;
  }

  /** Whether {@code node} can read {@code event}; it may not skip what it cannot. */
  boolean reads(Node node, Object event) {
    return node.release() > 1 || !newer.contains(event.getClass());
  }

  /** Whether every member of the cluster can read all of {@code events}. */
  boolean allRead(List<?> events) {
    return newer.isEmpty()
        || level.getAsInt() > 1
        || events.stream().noneMatch(event -> newer.contains(event.getClass()));
  }

  private static List<Class<?>> kinds(Class<?> sealed) {
    List<Class<?>> kinds = new ArrayList<>();
    for (Class<?> kind : sealed.getPermittedSubclasses()) {
      if (kind.isSealed()) {
        kinds.addAll(kinds(kind));
      } else {
        kinds.add(kind);
      }
    }
    return kinds;
  }
}
