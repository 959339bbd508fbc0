package ai.matih.pipelines.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * A process of the cluster. It may stand still for any time and go on where it was, taken for dead
 * by the others meanwhile and not knowing it.
 */
final class Node {
  enum Life {
    UP,
    STILL,
    GONE
  }

  private final int number;
  private final Deque<Runnable> waiting = new ArrayDeque<>();

  /** The shards that it believes to be its own. */
  final Set<Integer> shards = new HashSet<>();

  /** The others go on without it. */
  boolean removed;

  private Life life = Life.UP;
  private Duration skew;
  private int release;

  Node(int number, Duration skew, int release) {
    this.number = number;
    this.skew = skew;
    this.release = release;
  }

  boolean is(Life other) {
    return life == other;
  }

  int release() {
    return release;
  }

  /** What its clock shows at {@code now}. */
  Instant time(Instant now) {
    return now.plus(skew);
  }

  /** Does {@code work}: at once, when it goes on, or never. */
  void run(Runnable work) {
    switch (life) {
      case UP -> work.run();
      case STILL -> waiting.add(work);
      case GONE -> {}
    }
  }

  void standStill() {
    life = Life.STILL;
  }

  /** Goes on with everything that came meanwhile. */
  void goOn() {
    life = Life.UP;
    while (is(Life.UP) && !waiting.isEmpty()) {
      waiting.poll().run();
    }
  }

  void end() {
    life = Life.GONE;
    waiting.clear();
    shards.clear();
  }

  /** The same machine with a new process. */
  void start(Duration newSkew, int newRelease) {
    life = Life.UP;
    removed = false;
    skew = newSkew;
    release = newRelease;
  }

  @Override
  public String toString() {
    return "node " + number + " (" + life + (removed ? ", removed)" : ")");
  }
}
