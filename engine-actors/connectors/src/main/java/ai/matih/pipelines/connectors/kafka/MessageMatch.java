package ai.matih.pipelines.connectors.kafka;

import ai.matih.pipelines.definition.Trigger;
import ai.matih.pipelines.trigger.Evidence;
import ai.matih.pipelines.trigger.Firing;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Whether a record fires a trigger, and with what. Paths are names joined by dots; a number is a
 * place in a list. Nothing of it is a language that is run.
 *
 * @param name of the trigger
 * @param parameters the names of the definition's
 */
record MessageMatch(String name, Trigger.Kafka trigger, Set<String> parameters) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Empty if the filter does not let it through; throws if it cannot be read and has to be. */
  Optional<Firing> of(ConsumerRecord<byte[], byte[]> record, Instant now) throws IOException {
    boolean needed = !trigger.filter().isEmpty() || trigger.key().isPresent();
    JsonNode message = read(record.value(), needed);
    for (Map.Entry<String, List<String>> wanted : trigger.filter().entrySet()) {
      JsonNode value = at(message, wanted.getKey());
      if (!value.isValueNode() || !wanted.getValue().contains(value.asText())) {
        return Optional.empty();
      }
    }
    Optional<String> key =
        trigger
            .key()
            .map(path -> at(message, path))
            .filter(JsonNode::isValueNode)
            .filter(value -> !value.isNull())
            .map(JsonNode::asText);
    return Optional.of(
        new Firing(
            name,
            key.map(text -> "key/" + text)
                .orElse(record.topic() + "/" + record.partition() + "/" + record.offset()),
            now,
            values(message),
            new Evidence.Message(record.topic(), record.partition(), record.offset(), key),
            1));
  }

  private static JsonNode read(byte[] value, boolean needed) throws IOException {
    try {
      JsonNode read = value == null ? null : MAPPER.readTree(value);
      return read == null ? MissingNode.getInstance() : read;
    } catch (JsonProcessingException e) {
      if (needed) {
        throw new IOException("it is no JSON, which filter and key need", e);
      }
      return MissingNode.getInstance();
    }
  }

  private Map<String, Object> values(JsonNode message) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (trigger.parameters().isEmpty()) {
      parameters.forEach(one -> put(values, one, message.path(one)));
    } else {
      trigger.parameters().forEach((one, path) -> put(values, one, at(message, path)));
    }
    return values;
  }

  private static void put(Map<String, Object> values, String name, JsonNode value) {
    if (value.isValueNode() && !value.isNull()) {
      values.put(
          name,
          value.isNumber()
              ? value.numberValue()
              : value.isBoolean() ? (Object) value.booleanValue() : value.asText());
    }
  }

  private static JsonNode at(JsonNode message, String path) {
    JsonNode here = message;
    for (String name : path.split("\\.")) {
      here =
          here.isArray() && name.matches("\\d{1,6}")
              ? here.path(Integer.parseInt(name))
              : here.path(name);
    }
    return here;
  }
}
