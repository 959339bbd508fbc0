package ai.matih.pipelines.benchmarks;

import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.node.Node;
import ai.matih.pipelines.node.Settings;
import ai.matih.pipelines.pipeline.Idempotency;
import ai.matih.pipelines.pipeline.PipelineCommand;
import ai.matih.pipelines.pipeline.PipelineReply;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Many registered pipelines with schedules, of which always the same few are due: ten a second, the
 * others once a year. The cost of a second must not depend on how many there are. {@code
 * --pipelines N} takes another number than 100,000.
 */
final class Schedules implements Benchmark {
  private static final int MOST = Integer.getInteger("bench.pipelines", 100_000);
  private static final int FEW = MOST / 10;
  private static final int DUE_EACH_MINUTE = 600;
  private static final int WINDOW_SECONDS = 120;
  private static final int CALLERS = 16;

  private static final Principal CALLER =
      new Principal(new TenantId("default"), "bench", Set.of(), Set.of("*"));

  @Override
  public List<Figure> run(Path work) throws Exception {
    Settings settings = Settings.read(Map.of(), Map.of("home", work.toString(), "http.port", "0"));
    List<Figure> figures = new ArrayList<>();
    try (Node node = start(settings)) {
      register(node, work, 0, FEW);
      Window few = window(node, work);
      long begun = System.nanoTime();
      register(node, work, FEW, MOST);
      double registering = (MOST - FEW) / ((System.nanoTime() - begun) / 1e9);
      Window all = window(node, work);
      figures.add(Figure.plain("registered and activated, over HTTP", registering, "/s"));
      figures.add(Figure.plain("pipelines at first", FEW, ""));
      figures.add(Figure.plain("  runs", few.runs(), ""));
      figures.add(Figure.atMost("  due-time error, p99", few.error(), "s", 1));
      figures.add(Figure.plain("  CPU of a second", few.cpu(), "ms"));
      figures.add(Figure.plain("pipelines then", MOST, ""));
      figures.add(Figure.plain("  runs", all.runs(), ""));
      figures.add(Figure.atMost("  due-time error, p99", all.error(), "s", 1));
      figures.add(Figure.plain("  CPU of a second", all.cpu(), "ms"));
      figures.add(
          Figure.atMost("  ten times the pipelines cost", all.cpu() / few.cpu(), "x", 1.25));
    }
    long stopped = System.nanoTime();
    try (Node node = start(settings)) {
      untilNobodyIsLate(node);
      figures.add(
          Figure.atMost(
              "restart, until nobody is late", (System.nanoTime() - stopped) / 1e9, "s", 15));
    }
    return figures;
  }

  private static Node start(Settings settings) throws Exception {
    return Node.start(settings, Map.of(), (part, detail, took) -> {});
  }

  private static void register(Node node, Path home, int from, int to) throws Exception {
    LocalApi api = LocalApi.of(node.url(), home);
    try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = from; i < to; i++) {
        int number = i;
        all.add(callers.submit(() -> register(node, api, number)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
  }

  private static Void register(Node node, LocalApi api, int number) throws Exception {
    String cron =
        number < DUE_EACH_MINUTE
            ? "{cron: '* * * * *', jitter: 60s}"
            : "{cron: '%d %d %d %d *'}"
                .formatted(
                    number % 60,
                    number / 60 % 24,
                    1 + number / 1440 % 28,
                    1 + number / 40_320 % 12);
    String id =
        api.define(
            """
            name: scheduled-%d
            tasks:
              - {id: one, type: log, message: one}
            orchestration:
              schedule: %s
            """
                .formatted(number, cron));
    PipelineReply reply =
        node.coordinator()
            .ask(
                new PipelineId(id),
                new PipelineCommand.Activate(CALLER, Idempotency.NONE),
                Cause.SYSTEM)
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
    if (reply instanceof PipelineReply.Refused refused) {
      throw new IllegalStateException(refused.toString());
    }
    return null;
  }

  /** What a while showed: runs of due times, how late the latest hundredth was, and the cost. */
  private record Window(long runs, double error, double cpu) {}

  private static Window window(Node node, Path home) throws Exception {
    untilNobodyIsLate(node);
    long from = last(node);
    ProcessorTime before = ProcessorTime.now(home);
    long start = System.nanoTime();
    TimeUnit.SECONDS.sleep(WINDOW_SECONDS);
    ProcessorTime busy = ProcessorTime.now(home).minus(before);
    double seconds = (System.nanoTime() - start) / 1e9;
    try (Connection connection = node.database().getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                """
                SELECT count(*), coalesce(percentile_cont(0.99) WITHIN GROUP (ORDER BY late), 0)
                FROM (SELECT extract(epoch FROM (body ->> 'occurredAt')::timestamptz
                        - (body -> 'event' -> 'interval' ->> 'dueAt')::timestamptz) AS late
                      FROM (SELECT convert_from(event_payload, 'UTF8')::json AS body
                            FROM event_journal
                            WHERE ordering > ? AND event_ser_manifest LIKE 'interval-due:%') AS e)
                  AS errors""")) {
      select.setLong(1, from);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new Window(
            row.getLong(1),
            row.getDouble(2),
            (busy.nodeMillis() + busy.postgresMillis()) / seconds);
      }
    }
  }

  private static void untilNobodyIsLate(Node node) throws Exception {
    long hang = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (number(
            node,
            "SELECT count(*) FROM wake_up WHERE due < now() - interval '1 second'"
                + " AND persistence_id LIKE 'pipeline|%'")
        > 0) {
      if (System.nanoTime() > hang) {
        throw new IllegalStateException("pipelines stay late");
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static long last(Node node) throws SQLException {
    return number(node, "SELECT coalesce(max(ordering), 0) FROM event_journal");
  }

  private static long number(Node node, String sql) throws SQLException {
    try (Connection connection = node.database().getConnection();
        PreparedStatement select = connection.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
