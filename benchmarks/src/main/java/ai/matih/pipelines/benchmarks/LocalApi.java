package ai.matih.pipelines.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/** A local node's API with its development token. */
record LocalApi(String url, String token, HttpClient http) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Three steps that do nothing, in a chain: the smallest pipeline that is one. */
  static final String THREE_TRIVIAL_STEPS =
      """
      name: three-trivial-steps
      tasks:
        - {id: one, type: log, message: one}
        - {id: two, type: log, message: two, depends_on: [one]}
        - {id: three, type: log, message: three, depends_on: [two]}
      """;

  static LocalApi of(String url, Path home) throws IOException {
    return new LocalApi(
        url, Files.readString(home.resolve("security/token")).strip(), HttpClient.newHttpClient());
  }

  /** The answer of a call that must succeed. */
  JsonNode call(String method, String path, String type, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", "Bearer " + token)
                .header("X-Tenant-ID", "default")
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(method + " " + path + ": " + response.statusCode() + response.body());
    }
    return JSON.readTree(response.body());
  }

  /** The id of a new pipeline. */
  String define(String yaml) throws IOException, InterruptedException {
    return call("POST", "/v1/pipelines", "application/yaml", yaml).path("pipelineId").asText();
  }
}
