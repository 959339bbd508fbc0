package ai.matih.pipelines.benchmarks.peers;

import com.uber.m3.tally.NoopScope;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code TemporalPeer ADDRESS}: measures a Temporal server at three chained trivial activities,
 * client and worker in this process. Prints {@code name=value} lines: {@code throughput} (runs/s at
 * the best of several numbers in flight), {@code p50}, {@code p99} (ms, one run at a time).
 */
public final class TemporalPeer {
  private static final String QUEUE = "peers";
  private static final int WARM_UP_SECONDS = 20;
  private static final int SECONDS = 20;
  private static final List<Integer> IN_FLIGHT = List.of(20, 50, 100);
  private static final int ALONE = 50;

  private TemporalPeer() {}

  /** See the class. */
  public static void main(String[] arguments) throws InterruptedException {
    WorkflowServiceStubs service =
        WorkflowServiceStubs.newConnectedServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(arguments[0])
                .setMetricsScope(new NoopScope())
                .build(),
            null);
    WorkflowClient client = WorkflowClient.newInstance(service);
    WorkerFactory workers =
        WorkerFactory.newInstance(
            client, WorkerFactoryOptions.newBuilder().setUsingVirtualWorkflowThreads(true).build());
    var worker = workers.newWorker(QUEUE, WorkerOptions.newBuilder().build());
    worker.registerWorkflowImplementationTypes(Chain.InOrder.class);
    worker.registerActivitiesImplementations(new Chain.Trivial());
    workers.start();

    throughput(client, IN_FLIGHT.getFirst(), WARM_UP_SECONDS);
    double best = 0;
    for (int inFlight : IN_FLIGHT) {
      double rate = throughput(client, inFlight, SECONDS);
      System.err.printf(Locale.ROOT, "  temporal: %d in flight, %.1f runs/s%n", inFlight, rate);
      best = Math.max(best, rate);
    }
    List<Double> alone = new ArrayList<>();
    for (int i = 0; i < ALONE; i++) {
      long start = System.nanoTime();
      chain(client).run();
      alone.add((System.nanoTime() - start) / 1e6);
    }
    Collections.sort(alone);
    System.out.printf(Locale.ROOT, "throughput=%.2f%n", best);
    System.out.printf(Locale.ROOT, "p50=%.2f%n", alone.get(ALONE / 2));
    System.out.printf(Locale.ROOT, "p99=%.2f%n", alone.getLast());
    System.exit(0);
  }

  private static Chain chain(WorkflowClient client) {
    return client.newWorkflowStub(
        Chain.class, WorkflowOptions.newBuilder().setTaskQueue(QUEUE).build());
  }

  /** Runs ended per second, {@code inFlight} at a time. */
  private static double throughput(WorkflowClient client, int inFlight, int seconds)
      throws InterruptedException {
    Semaphore free = new Semaphore(inFlight);
    AtomicLong ended = new AtomicLong();
    long start = System.nanoTime();
    long until = start + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < until) {
      free.acquire();
      Thread.startVirtualThread(
          () -> {
            try {
              Chain run = chain(client);
              WorkflowClient.start(run::run);
              WorkflowStub.fromTyped(run).getResult(Void.class);
              ended.incrementAndGet();
            } finally {
              free.release();
            }
          });
    }
    double rate = ended.get() / ((System.nanoTime() - start) / 1e9);
    free.acquire(inFlight);
    return rate;
  }
}
