package ai.matih.pipelines.persistence.journal;

import ai.matih.pipelines.admission.AdmissionMessage;
import ai.matih.pipelines.connection.ConnectionCommand;
import ai.matih.pipelines.connection.ConnectionReply;
import ai.matih.pipelines.entity.EntityMessage;
import ai.matih.pipelines.execution.ExecutionCommand;
import ai.matih.pipelines.execution.ExecutionReply;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.pipeline.PipelineCommand;
import ai.matih.pipelines.pipeline.PipelineReply;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * What actors of different nodes say to each other, as JSON. Only the types listed here travel;
 * classes are never named by the sender.
 */
public final class MessageSerializer extends SerializerWithStringManifest {

  private static final String COMMAND = "command/";
  private static final String WAKE_UP = "wake-up";

  private static final Map<String, Class<?>> COMMANDS =
      Map.of(
          COMMAND + "pipeline", PipelineCommand.class,
          COMMAND + "execution", ExecutionCommand.class,
          COMMAND + "connection", ConnectionCommand.class);

  private static final Map<String, Class<?>> PLAIN =
      Map.of(
          "reply/pipeline", PipelineReply.class,
          "reply/execution", ExecutionReply.class,
          "reply/connection", ConnectionReply.class,
          "admission", AdmissionMessage.class);

  private final ExtendedActorSystem system;

  /** Made by Pekko. */
  public MessageSerializer(ExtendedActorSystem system) {
    this.system = system;
  }

  @Override
  public int identifier() {
    return 7403;
  }

  @Override
  public String manifest(Object message) {
    return switch (message) {
      case EntityMessage.Command<?, ?> command -> named(COMMANDS, command.command());
      case EntityMessage.WakeUp<?, ?> ignored -> WAKE_UP;
      default -> named(PLAIN, message);
    };
  }

  private static String named(Map<String, Class<?>> names, Object message) {
    return names.entrySet().stream()
        .filter(name -> name.getValue().isInstance(message))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    message.getClass().getName() + " does not travel between nodes"))
        .getKey();
  }

  @Override
  public byte[] toBinary(Object message) {
    try {
      return Json.MAPPER.writeValueAsBytes(
          switch (message) {
            case EntityMessage.Command<?, ?> command -> tree(command);
            case EntityMessage.WakeUp<?, ?> wakeUp ->
                Json.MAPPER
                    .createObjectNode()
                    .put("token", wakeUp.token())
                    .put("due", wakeUp.due().toString());
            default -> message;
          });
    } catch (IOException e) {
      throw new UnreadableRecord("A message cannot be written: " + e.getMessage(), e);
    }
  }

  private ObjectNode tree(EntityMessage.Command<?, ?> command) {
    var tree = Json.MAPPER.createObjectNode();
    tree.set("cause", Json.MAPPER.valueToTree(command.cause()));
    tree.set("command", Json.MAPPER.valueToTree(command.command()));
    command.replyTo().ifPresent(to -> tree.put("replyTo", references().toSerializationFormat(to)));
    return tree;
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    try {
      if (PLAIN.containsKey(manifest)) {
        return Json.MAPPER.readValue(bytes, PLAIN.get(manifest));
      }
      var tree = Json.MAPPER.readTree(bytes);
      if (COMMANDS.containsKey(manifest)) {
        return command(tree, COMMANDS.get(manifest));
      }
      if (manifest.equals(WAKE_UP)) {
        return new EntityMessage.WakeUp<>(
            tree.path("token").asLong(), Instant.parse(tree.path("due").asText()));
      }
      throw new UnreadableRecord("A message '" + manifest + "' is of a newer release");
    } catch (IOException e) {
      throw new UnreadableRecord("A message '" + manifest + "': " + e.getMessage(), e);
    }
  }

  private EntityMessage.Command<Object, Object> command(JsonNode tree, Class<?> type)
      throws IOException {
    Optional<ActorRef<Object>> replyTo =
        tree.hasNonNull("replyTo")
            ? Optional.of(references().resolveActorRef(tree.path("replyTo").asText()))
            : Optional.empty();
    return new EntityMessage.Command<>(
        Json.MAPPER.treeToValue(tree.path("command"), type),
        Json.MAPPER.treeToValue(tree.path("cause"), Cause.class),
        replyTo);
  }

  private ActorRefResolver references() {
    return ActorRefResolver.get(Adapter.toTyped(system));
  }
}
