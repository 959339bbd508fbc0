package ai.matih.pipelines.benchmarks;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs of three trivial steps through clusters of several nodes on this machine, asked for over
 * HTTP at all nodes in turn: what a run costs the nodes, PostgreSQL, and Kafka with whoever asks.
 * {@code bench.nodes} says how many nodes, e.g. {@code 1,2,3}.
 */
final class Nodes implements Benchmark {
  private static final int IN_FLIGHT = 500;
  private static final int PIPELINES = 100;
  private static final int LOOK_MILLIS = 50;
  private static final int SECONDS = 20;

  @Override
  public List<Figure> run(Path work) throws Exception {
    List<Figure> figures = new ArrayList<>();
    for (String count : System.getProperty("bench.nodes", "1,2,3").split(",")) {
      int nodes = Integer.parseInt(count.strip());
      Path folder = Files.createDirectory(work.resolve("cluster-of-" + nodes));
      try (NodeGroup group = NodeGroup.start(folder, nodes);
          Connection database = group.database()) {
        figures.addAll(of(group, folder, database, nodes == 1 ? "1 node" : nodes + " nodes"));
      }
    }
    return figures;
  }

  private static List<Figure> of(NodeGroup group, Path folder, Connection database, String name)
      throws Exception {
    List<LocalApi> apis = group.apis();
    List<String> pipelines = new ArrayList<>();
    for (int i = 0; i < PIPELINES; i++) {
      pipelines.add(
          apis.getFirst()
              .define(
                  LocalApi.THREE_TRIVIAL_STEPS.replace(
                      "three-trivial-steps", "three-trivial-steps-" + i)));
    }
    List<HttpRequest> requests =
        pipelines.stream()
            .map(pipeline -> "/v1/pipelines/" + pipeline + "/execute")
            .flatMap(path -> apis.stream().map(api -> post(api, path)))
            .toList();
    load(apis, requests, database, Integer.getInteger("bench.warm-up", 60));
    ProcessorTime before = ProcessorTime.now(folder);
    double nodesBefore = group.nodeMillis();
    double endedBefore = ended(database);
    double perSecond = load(apis, requests, database, SECONDS);
    double runs = Math.max(1, ended(database) - endedBefore);
    ProcessorTime busy = ProcessorTime.now(folder).minus(before);
    return List.of(
        Figure.plain("throughput, " + name, perSecond, "runs/s"),
        Figure.plain("CPU of nodes, " + name, (group.nodeMillis() - nodesBefore) / runs, "ms/run"),
        Figure.plain("CPU of PostgreSQL, " + name, busy.postgresMillis() / runs, "ms/run"),
        Figure.plain("CPU of broker and client, " + name, busy.nodeMillis() / runs, "ms/run"));
  }

  private static HttpRequest post(LocalApi api, String path) {
    return HttpRequest.newBuilder(URI.create(api.url() + path))
        .header("Authorization", "Bearer " + api.token())
        .header("X-Tenant-ID", "default")
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString("{}"))
        .build();
  }

  /** Runs ended per second; returns when all that were asked for have ended. */
  private static double load(
      List<LocalApi> apis, List<HttpRequest> requests, Connection database, int seconds)
      throws Exception {
    AtomicLong unanswered = new AtomicLong();
    AtomicLong refused = new AtomicLong();
    long before = ended(database);
    long start = System.nanoTime();
    int next = 0;
    while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(seconds)) {
      long room = IN_FLIGHT - unanswered.get() - open(database);
      for (long i = 0; i < room; i++) {
        HttpRequest request = requests.get(next++ % requests.size());
        unanswered.incrementAndGet();
        apis.getFirst()
            .http()
            .sendAsync(request, HttpResponse.BodyHandlers.discarding())
            .whenComplete(
                (answer, failure) -> {
                  unanswered.decrementAndGet();
                  if (failure != null || answer.statusCode() / 100 != 2) {
                    refused.incrementAndGet();
                  }
                });
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    double perSecond = (ended(database) - before) / ((System.nanoTime() - start) / 1e9);
    if (refused.get() > 0) {
      System.err.println(refused.get() + " not started");
    }
    long hang = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (unanswered.get() + open(database) > 0 && System.nanoTime() < hang) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    return perSecond;
  }

  private static long ended(Connection database) throws SQLException {
    return count(database, "execution_view WHERE ended_at IS NOT NULL");
  }

  private static long open(Connection database) throws SQLException {
    return count(database, "wake_up WHERE persistence_id LIKE 'execution|%'");
  }

  private static long count(Connection database, String which) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + which)) {
      row.next();
      return row.getLong(1);
    }
  }
}
