package ai.matih.pipelines.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Messages under way: delivered in any order, and until healed dropped and delivered twice. */
final class Network {
  private final Random random;
  private final List<Runnable> underWay = new ArrayList<>();
  private boolean kind;

  Network(Random random) {
    this.random = random;
  }

  void heal() {
    kind = true;
  }

  void send(Runnable delivery) {
    if (kind || random.nextInt(20) != 0) {
      underWay.add(delivery);
    }
  }

  boolean idle() {
    return underWay.isEmpty();
  }

  void deliverOne() {
    if (underWay.isEmpty()) {
      return;
    }
    int at = random.nextInt(underWay.size());
    Runnable delivery = underWay.get(at);
    if (kind || random.nextInt(12) != 0) {
      underWay.set(at, underWay.getLast());
      underWay.removeLast();
    }
    delivery.run();
  }
}
