package ai.matih.pipelines.http.api;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import java.util.Set;

/** The documented request metrics. The endpoint is the path as the document writes it. */
final class RequestMetrics {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final Counter requests;
  private final Histogram seconds;

  RequestMetrics(CollectorRegistry registry) {
    requests =
        Counter.build("matih_http_requests_total", "Requests answered.")
            .labelNames("method", "endpoint", "status_class")
            .register(registry);
    seconds =
        Histogram.build("matih_http_request_duration_seconds", "Time until a request was answered.")
            .labelNames("method", "endpoint")
            .buckets(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
            .register(registry);
  }

  void answered(String method, String endpoint, int status, long nanos) {
    String name = METHODS.contains(method) ? method : "OTHER";
    requests.labels(name, endpoint, status / 100 + "xx").inc();
    seconds.labels(name, endpoint).observe(nanos / 1e9);
  }
}
