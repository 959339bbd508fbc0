package ai.matih.pipelines.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * A constant load for long ({@code --minutes 60}, {@code --rate 50} runs a second over HTTP): does
 * anything grow that should not? Slopes are least squares over the minutes after the tenth (the
 * first third of a shorter run), as a part of the mean, for each hour. With {@code --retention 120}
 * (seconds) what runs leave goes so soon after their end: in a run of several times that, what lies
 * on disk for a run is what stays of it for good.
 */
final class Soak implements Benchmark {
  private static final int MINUTES = Integer.getInteger("bench.minutes", 60);
  private static final int RATE = Integer.getInteger("bench.rate", 50);
  private static final int RETENTION = Integer.getInteger("bench.retention", 0);
  private static final int SETTLED_AFTER = Math.min(10, MINUTES / 3);

  /** Not the lineage file: it is a ring, and falls out of the sum when it has come round. */
  private static final List<String> GROWING = List.of("postgres/data/base", "kafka/data", "logs");

  /**
   * What one minute showed.
   *
   * @param memory resident, MiB
   * @param heap in use after a full collection at the end of the minute, MiB: what is kept
   * @param disk of what keeps runs, bytes
   * @param runs answered so far
   */
  private record Minute(double memory, double heap, double threads, double disk, long runs) {}

  @Override
  public List<Figure> run(Path work) throws Exception {
    Commands matih = new Commands(work);
    if (RETENTION > 0) {
      Files.createDirectories(work);
      Files.writeString(
          work.resolve("matih.conf"),
          "matih.retention { work = %1$ds, logs = %1$ds, journal = %1$ds, topics = %1$ds }%n"
              .formatted(RETENTION));
    }
    matih.must("up");
    try {
      var node = new ObjectMapper().readTree(work.resolve("node.json").toFile());
      LocalApi api = LocalApi.of(node.path("url").asText(), work);
      String pipeline = api.define(LocalApi.THREE_TRIVIAL_STEPS);
      AtomicLong answered = new AtomicLong();
      AtomicLong failed = new AtomicLong();
      try (ScheduledExecutorService clock = new ScheduledThreadPoolExecutor(1)) {
        clock.scheduleAtFixedRate(
            () -> Thread.startVirtualThread(() -> execute(api, pipeline, answered, failed)),
            0,
            TimeUnit.SECONDS.toNanos(1) / RATE,
            TimeUnit.NANOSECONDS);
        List<Minute> minutes = new ArrayList<>();
        Scrape scrape = new Scrape(node.path("url").asText());
        for (int i = 0; i < MINUTES; i++) {
          minutes.add(minute(node.path("pid").asLong(), work, scrape, answered));
          Minute now = minutes.getLast();
          System.err.printf(
              Locale.ROOT,
              "  minute %d: %.0f MiB, heap %.0f MiB, %.0f threads, %.0f MiB on disk, %d runs%n",
              i + 1,
              now.memory(),
              now.heap(),
              now.threads(),
              now.disk() / (1 << 20),
              now.runs());
        }
        clock.shutdownNow();
        return figures(minutes.subList(SETTLED_AFTER, minutes.size()), failed.get());
      }
    } finally {
      matih.run("down");
    }
  }

  private static void execute(
      LocalApi api, String pipeline, AtomicLong answered, AtomicLong failed) {
    try {
      api.call("POST", "/v1/pipelines/" + pipeline + "/execute", "application/json", "{}");
      answered.incrementAndGet();
    } catch (IOException | InterruptedException e) {
      failed.incrementAndGet();
    }
  }

  private static Minute minute(long pid, Path home, Scrape scrape, AtomicLong answered)
      throws IOException, InterruptedException {
    TimeUnit.MINUTES.sleep(1);
    collect(pid);
    return new Minute(
        ResidentMemory.mebibytes(pid, home),
        scrape.value("jvm_memory_bytes_used{area=\"heap\",}") / (1 << 20),
        scrape.value("jvm_threads_current"),
        GROWING.stream().mapToDouble(folder -> bytes(home.resolve(folder))).sum(),
        answered.get());
  }

  /** Else what is measured is when the collector last ran. */
  private static void collect(long pid) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.run")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private static List<Figure> figures(List<Minute> settled, long failed) {
    int middle = settled.size() / 2;
    double early = bytesARun(settled.subList(0, middle + 1));
    double late = bytesARun(settled.subList(middle, settled.size()));
    return List.of(
        Figure.plain(
            "runs in these minutes", settled.getLast().runs() - settled.getFirst().runs(), ""),
        Figure.atMost("failed calls", failed, "", 0),
        Figure.plain("resident memory, at the end", settled.getLast().memory(), "MiB"),
        Figure.atMost("resident memory, slope", slope(settled, Minute::memory), "%/h", 2),
        Figure.plain("heap after collections, at the end", settled.getLast().heap(), "MiB"),
        Figure.atMost("heap, slope", slope(settled, Minute::heap), "%/h", 2),
        Figure.plain("threads, at the end", settled.getLast().threads(), ""),
        Figure.atMost("threads, slope", slope(settled, Minute::threads), "%/h", 2),
        Figure.plain("on disk for a run, first half", early, "bytes"),
        Figure.plain("on disk for a run, second half", late, "bytes"),
        Figure.atMost("  difference", Math.abs(late / early - 1) * 100, "%", 5));
  }

  /** Least squares as well: tables and topics give room back in steps of many runs. */
  private static double bytesARun(List<Minute> minutes) {
    return line(minutes, Minute::runs, Minute::disk).steepness();
  }

  /** Growth in an hour, in percent of the mean. */
  private static double slope(List<Minute> minutes, ToDoubleFunction<Minute> value) {
    Line line = line(minutes, minutes::indexOf, value);
    return line.mean() == 0 ? 0 : line.steepness() * 60 / line.mean() * 100;
  }

  private record Line(double mean, double steepness) {}

  private static Line line(
      List<Minute> minutes, ToDoubleFunction<Minute> along, ToDoubleFunction<Minute> value) {
    double mean = minutes.stream().mapToDouble(value).average().orElse(0);
    double middle = minutes.stream().mapToDouble(along).average().orElse(0);
    double above = 0;
    double below = 0;
    for (Minute minute : minutes) {
      double right = along.applyAsDouble(minute) - middle;
      above += right * (value.applyAsDouble(minute) - mean);
      below += right * right;
    }
    return new Line(mean, below == 0 ? 0 : above / below);
  }

  private static double bytes(Path folder) {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToDouble(Soak::size).sum();
    } catch (IOException | UncheckedIOException e) {
      // a file went while the folder was listed: the next minute counts again
      return 0;
    }
  }

  private static double size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** The metrics of a node. */
  private record Scrape(String url, HttpClient http) {
    Scrape(String url) {
      this(url, HttpClient.newHttpClient());
    }

    double value(String name) throws IOException, InterruptedException {
      String text =
          http.send(
                  HttpRequest.newBuilder(URI.create(url + "/metrics")).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      return text.lines()
          .filter(line -> line.startsWith(name))
          .findFirst()
          .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .orElseThrow(() -> new IOException("the node has no metric " + name));
    }
  }
}
