package ai.matih.pipelines.http.api.command;

import java.util.Map;

/**
 * One record of the command topic.
 *
 * @param headers by lower-case name: {@code authorization}, and optionally {@code x-tenant-id},
 *     {@code x-correlation-id} and {@code traceparent}, as in a request
 * @param value UTF-8 JSON; empty for a record without one
 */
public record CommandRecord(Map<String, String> headers, byte[] value) {
  public CommandRecord {
    headers = Map.copyOf(headers);
  }
}
