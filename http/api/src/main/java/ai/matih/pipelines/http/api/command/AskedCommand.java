package ai.matih.pipelines.http.api.command;

import ai.matih.pipelines.http.api.json.BodyReader;
import ai.matih.pipelines.http.api.problem.ApiException;
import ai.matih.pipelines.http.api.routing.Body;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A change asked for over Kafka: an operation of the interface by the name it has in {@code
 * openapi.yaml}, with what a request would carry in path and body.
 *
 * @param commandId also the idempotency key
 * @param path values of the path's parameters
 * @param body an object, or the text of a definition file
 */
record AskedCommand(
    @JsonProperty(required = true) String schema,
    @JsonProperty(required = true) String commandId,
    @JsonProperty(required = true) String operation,
    Map<String, String> path,
    Optional<JsonNode> body) {
  /** The schema of this release. */
  static final String SCHEMA = "command/1";

  private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,200}");

  /** Something that no command can be read from; the message says why. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
      super(message);
    }
  }

  AskedCommand {
    path = path == null ? Map.of() : Map.copyOf(path);
    body = body == null ? Optional.empty() : body.filter(given -> !given.isNull());
  }

  static AskedCommand read(byte[] value) throws Unreadable {
    if (value.length == 0) {
      throw new Unreadable("the record is empty");
    }
    AskedCommand command;
    try {
      command = BodyReader.read(value, AskedCommand.class);
    } catch (ApiException e) {
      throw new Unreadable("not a " + SCHEMA + ": " + e.error().message());
    }
    if (!SCHEMA.equals(command.schema())) {
      throw new Unreadable("its schema is " + command.schema() + ", not " + SCHEMA);
    }
    if (command.commandId() == null || !ID.matcher(command.commandId()).matches()) {
      throw new Unreadable("commandId must be 1 to 200 printable characters without spaces");
    }
    if (command.operation() == null) {
      throw new Unreadable("operation is missing");
    }
    return command;
  }

  /** The media type of the body that a request would have. */
  String mediaType() {
    return body.map(given -> given.isTextual() ? "application/yaml" : "application/json")
        .orElse("");
  }

  /** The bytes of the body that a request would have. */
  byte[] bytes(Body wanted) {
    return wanted == Body.NONE
        ? new byte[0]
        : body.map(given -> given.isTextual() ? given.textValue() : given.toString())
            .orElse("")
            .getBytes(StandardCharsets.UTF_8);
  }
}
