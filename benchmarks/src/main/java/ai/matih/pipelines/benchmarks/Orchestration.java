package ai.matih.pipelines.benchmarks;

import ai.matih.pipelines.Coordinator;
import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.execution.ExecutionCommand;
import ai.matih.pipelines.execution.ExecutionReply;
import ai.matih.pipelines.execution.Priority;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.node.Node;
import ai.matih.pipelines.node.Settings;
import ai.matih.pipelines.pipeline.Idempotency;
import ai.matih.pipelines.pipeline.PipelineCommand;
import ai.matih.pipelines.pipeline.PipelineReply;
import ai.matih.pipelines.pipeline.Revision;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs of three trivial steps, end to end through entities, Kafka, gateway and worker, with every
 * projection running and everything durable. Commands go to the entities directly, as from a Kafka
 * topic; HTTP has a benchmark of its own.
 */
final class Orchestration implements Benchmark {
  private static final int IN_FLIGHT = 500;
  private static final int LOOK_MILLIS = 50;
  private static final int WARM_UP_SECONDS = 10;
  private static final int LONGEST_WARM_UP = 30;

  /** Of a run's processor time that compilers may take where code counts as warm. */
  private static final double WARM = 0.05;

  private static final int SECONDS = 20;
  private static final int ALONE = 300;
  private static final int PIPELINES = 100;

  private static final Principal CALLER =
      new Principal(new TenantId("default"), "bench", Set.of(), Set.of("*"));

  @Override
  public List<Figure> run(Path work) throws Exception {
    Settings settings = Settings.read(Map.of(), Map.of("home", work.toString(), "http.port", "0"));
    try (Node node = Node.start(settings, Map.of(), (part, detail, took) -> {})) {
      LocalApi api = LocalApi.of(node.url(), work);
      List<Target> one = List.of(target(node, api.define(LocalApi.THREE_TRIVIAL_STEPS)));
      List<Target> many = new ArrayList<>();
      for (int i = 0; i < PIPELINES; i++) {
        many.add(
            target(
                node,
                api.define(
                    LocalApi.THREE_TRIVIAL_STEPS.replace(
                        "three-trivial-steps", "three-trivial-steps-" + i))));
      }
      warmUp(node, work, many);
      Load throughput = load(node, work, many, SECONDS);
      Load hot = load(node, work, one, SECONDS);
      Samples alone = new Samples();
      for (int i = 0; i < ALONE; i++) {
        alone.add(latency(node.coordinator(), one.getFirst()));
      }
      return List.of(
          Figure.atLeast("throughput, 100 pipelines", throughput.perSecond(), "runs/s", 1_000),
          Figure.atLeast("throughput, one hot pipeline", hot.perSecond(), "runs/s", 1_000),
          Figure.plain("CPU of the node, 100 pipelines", throughput.nodeCpu(), "ms/run"),
          Figure.plain("of it compilers", throughput.compilerCpu(), "ms/run"),
          Figure.plain("CPU of PostgreSQL, 100 pipelines", throughput.postgresCpu(), "ms/run"),
          Figure.plain("CPU of the node, hot", hot.nodeCpu(), "ms/run"),
          Figure.plain("of it compilers", hot.compilerCpu(), "ms/run"),
          Figure.plain("CPU of PostgreSQL, hot", hot.postgresCpu(), "ms/run"),
          Figure.atMost("idle latency, p50", alone.percentile(50), "ms", 15),
          Figure.atMost("idle latency, p99", alone.percentile(99), "ms", 60));
    }
  }

  private record Target(PipelineId id, Revision revision) {}

  private static Target target(Node node, String id) throws Exception {
    PipelineId pipeline = new PipelineId(id);
    PipelineReply reply =
        node.coordinator()
            .ask(pipeline, new PipelineCommand.Read(CALLER), Cause.SYSTEM)
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    return new Target(pipeline, ((PipelineReply.View) reply).pipeline().live());
  }

  private static CompletionStage<PipelineReply> execute(
      Coordinator coordinator, Target target, ExecutionId execution) {
    return coordinator.ask(
        target.id(),
        new PipelineCommand.Execute(
            CALLER,
            execution,
            target.revision().number(),
            target.revision().plan(),
            Map.of(),
            Map.of(),
            Map.of(),
            Priority.NORMAL,
            PriceBook.DEFAULT,
            false,
            Idempotency.NONE),
        Cause.SYSTEM);
  }

  /** What a load showed: runs ended per second, and processor time for each in milliseconds. */
  private record Load(double perSecond, double nodeCpu, double compilerCpu, double postgresCpu) {}

  /**
   * Loads until the compilers have little left to do: compiling the code to its last form takes
   * minutes on two cores, and is paid once in a node's life.
   */
  private static void warmUp(Node node, Path work, List<Target> targets) throws Exception {
    double share = 1;
    for (int i = 0; i < LONGEST_WARM_UP && share > WARM; i++) {
      Load load = load(node, work, targets, WARM_UP_SECONDS);
      share = load.compilerCpu() / load.nodeCpu();
      System.err.printf(
          "warming up: %.2f ms/run, %.2f of it compilers%n", load.nodeCpu(), load.compilerCpu());
    }
  }

  /** Starts runs for {@code seconds}, {@value #IN_FLIGHT} in flight, and waits for their ends. */
  private static Load load(Node node, Path home, List<Target> targets, int seconds)
      throws Exception {
    try (Views views = new Views(node)) {
      return load(node, home, views, targets, seconds);
    }
  }

  private static Load load(Node node, Path home, Views views, List<Target> targets, int seconds)
      throws Exception {
    AtomicLong unanswered = new AtomicLong();
    Map<String, Integer> refusals = new ConcurrentHashMap<>();
    long before = views.ended();
    ProcessorTime busyBefore = ProcessorTime.now(home);
    double compilersBefore = ProcessorTime.compilerMillis();
    long start = System.nanoTime();
    long until = start + TimeUnit.SECONDS.toNanos(seconds);
    int next = 0;
    while (System.nanoTime() < until) {
      long room = IN_FLIGHT - unanswered.get() - views.open();
      for (long i = 0; i < room; i++) {
        Target target = targets.get(next++ % targets.size());
        unanswered.incrementAndGet();
        execute(
                node.coordinator(),
                target,
                ExecutionId.of(target.id(), UUID.randomUUID().toString()))
            .whenComplete(
                (reply, failure) -> {
                  unanswered.decrementAndGet();
                  if (failure != null || !(reply instanceof PipelineReply.Ticketed)) {
                    refusals.merge(
                        failure == null ? reply.toString() : failure.getClass().getSimpleName(),
                        1,
                        Integer::sum);
                  }
                });
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    refusals.forEach((why, times) -> System.err.println(times + " not started: " + why));
    double perSecond = (views.ended() - before) / ((System.nanoTime() - start) / 1e9);
    Duration drain = Duration.ofSeconds(60);
    long hang = System.nanoTime() + drain.toNanos();
    while (unanswered.get() + views.open() > 0 && System.nanoTime() < hang) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    ProcessorTime busy = ProcessorTime.now(home).minus(busyBefore);
    double runs = Math.max(1, views.ended() - before);
    double compilers = ProcessorTime.compilerMillis() - compilersBefore;
    return new Load(
        perSecond, busy.nodeMillis() / runs, compilers / runs, busy.postgresMillis() / runs);
  }

  private static long latency(Coordinator coordinator, Target target) throws Exception {
    ExecutionId execution = ExecutionId.of(target.id(), UUID.randomUUID().toString());
    long start = System.nanoTime();
    execute(coordinator, target, execution).toCompletableFuture().get(30, TimeUnit.SECONDS);
    while (true) {
      ExecutionReply reply =
          coordinator
              .ask(execution, new ExecutionCommand.Read(CALLER), Cause.SYSTEM)
              .toCompletableFuture()
              .get(30, TimeUnit.SECONDS);
      if (reply instanceof ExecutionReply.View view && view.execution().status().ended()) {
        return System.nanoTime() - start;
      }
      TimeUnit.MICROSECONDS.sleep(500);
    }
  }

  /** Counts runs in the read model: what a user sees, its lag included. */
  private static final class Views implements AutoCloseable {
    private final Connection connection;

    Views(Node node) throws SQLException {
      connection = node.database().getConnection();
    }

    long ended() throws SQLException {
      return count("execution_view WHERE ended_at IS NOT NULL");
    }

    /** By the wake-up index, which holds every open run: cheap, however many have ended. */
    long open() throws SQLException {
      return count("wake_up WHERE persistence_id LIKE 'execution|%'");
    }

    private long count(String which) throws SQLException {
      try (PreparedStatement select = connection.prepareStatement("SELECT count(*) FROM " + which);
          ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}
