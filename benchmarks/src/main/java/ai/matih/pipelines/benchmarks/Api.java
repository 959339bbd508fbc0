package ai.matih.pipelines.benchmarks;

import ai.matih.pipelines.node.Node;
import ai.matih.pipelines.node.Settings;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Reads and writes over 64 connections, client and server on one machine. */
final class Api implements Benchmark {
  private static final int CONNECTIONS = 64;
  private static final int WARM_UP_SECONDS = 15;
  private static final int SECONDS = 15;

  @Override
  public List<Figure> run(Path work) throws Exception {
    Settings settings = Settings.read(Map.of(), Map.of("home", work.toString(), "http.port", "0"));
    try (Node node = Node.start(settings, Map.of(), (part, detail, took) -> {})) {
      LocalApi api = LocalApi.of(node.url(), work);
      String pipeline = api.define(LocalApi.THREE_TRIVIAL_STEPS);
      byte[] read = request(api, "GET", "/v1/pipelines/" + pipeline, "");
      byte[] write = request(api, "POST", "/v1/pipelines/" + pipeline + "/execute", "{}");
      measure(api, read, WARM_UP_SECONDS, new Samples());
      Samples reads = new Samples();
      double readsPerSecond = measure(api, read, SECONDS, reads);
      measure(api, write, WARM_UP_SECONDS, new Samples());
      Samples writes = new Samples();
      double writesPerSecond = measure(api, write, SECONDS, writes);
      return List.of(
          Figure.atLeast("reads (one pipeline)", readsPerSecond, "/s", 8_000),
          Figure.atMost("reads, p99", reads.percentile(99), "ms", 50),
          Figure.atLeast("writes (execute)", writesPerSecond, "/s", 1_500),
          Figure.atMost("writes, p99", writes.percentile(99), "ms", 50));
    }
  }

  private static byte[] request(LocalApi api, String method, String path, String body) {
    return (method
            + " "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + api.token()
            + "\r\nX-Tenant-ID: default\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static double measure(LocalApi api, byte[] request, int seconds, Samples samples)
      throws InterruptedException {
    AtomicLong done = new AtomicLong();
    long start = System.nanoTime();
    long until = start + TimeUnit.SECONDS.toNanos(seconds);
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      clients.add(Thread.ofVirtual().start(() -> client(api, request, until, samples, done)));
    }
    for (Thread client : clients) {
      client.join();
    }
    return done.get() / ((System.nanoTime() - start) / 1e9);
  }

  private static void client(
      LocalApi api, byte[] request, long until, Samples samples, AtomicLong done) {
    URI url = URI.create(api.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      while (System.nanoTime() < until) {
        long start = System.nanoTime();
        socket.getOutputStream().write(request);
        answer(in);
        samples.add(System.nanoTime() - start);
        done.incrementAndGet();
      }
    } catch (IOException e) {
      System.err.println("a connection ended: " + e.getMessage());
    }
  }

  /** Reads one answer; anything but a 2xx ends the connection. */
  private static void answer(InputStream in) throws IOException {
    int length = 0;
    String status = line(in);
    if (!status.startsWith("HTTP/1.1 2")) {
      throw new IOException(status);
    }
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring("content-length:".length()).strip());
      }
    }
    in.skipNBytes(length);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the server closed the connection");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }
}
