package ai.matih.pipelines.gateway.wire;

import ai.matih.pipelines.engine.EngineCommand;
import ai.matih.pipelines.engine.EngineEvent;
import ai.matih.pipelines.engine.Envelope;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.json.IsoTime;
import ai.matih.pipelines.json.RepeatedParts;
import ai.matih.pipelines.planning.Stage;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The JSON of the engine topics. A reader ignores fields it does not know, so that a newer writer
 * can add some; a payload of another schema is refused. Safe for use from any thread.
 */
public final class WireCodec {
  /** Schema of the records on {@code engine.<instance>.commands}. */
  public static final String COMMAND = "engine-command/1";

  /**
   * Schema of the records on {@code engine.events}: the payload is one event, or an array of events
   * of one execution that were told together.
   */
  public static final String EVENT = "engine-event/1";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModules(
              new Jdk8Module(),
              new JavaTimeModule(),
              IsoTime.module(),
              RepeatedParts.module(Set.of(Stage.class)))
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .withConfigOverride(
              List.class, o -> o.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
          .withConfigOverride(
              Map.class, o -> o.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
          .build();

  private static final TypeReference<Envelope<EngineCommand>> COMMANDS = new TypeReference<>() {};
  private static final TypeReference<Envelope<EngineEvent>> ONE = new TypeReference<>() {};
  private static final TypeReference<Envelope<List<EngineEvent>>> SEVERAL =
      new TypeReference<>() {};
  private static final ObjectReader COMMAND_READER = MAPPER.readerFor(COMMANDS);
  private static final ObjectReader EVENTS_READER =
      MAPPER.readerFor(SEVERAL).with(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY);
  private static final ObjectWriter COMMAND_WRITER = MAPPER.writerFor(COMMANDS);
  private static final ObjectWriter EVENT_WRITER = MAPPER.writerFor(ONE);
  private static final ObjectWriter EVENTS_WRITER = MAPPER.writerFor(SEVERAL);

  /** Message ids: random once per process, then counted. */
  private static final String ORIGIN = UUID.randomUUID().toString().substring(0, 18) + "-";

  private static final AtomicLong SENT = new AtomicLong();

  private WireCodec() {}

  /** The mapper of the wire, for stores that keep the same records as JSON. Not to be changed. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /** A command as bytes. */
  public static byte[] write(EngineCommand command, TenantId tenant, Optional<String> traceparent) {
    return write(COMMAND_WRITER, envelope(COMMAND, tenant, traceparent, command));
  }

  /** Events of one execution as bytes, at least one. */
  public static byte[] write(List<EngineEvent> events, TenantId tenant) {
    return events.size() == 1
        ? write(EVENT_WRITER, envelope(EVENT, tenant, Optional.empty(), events.getFirst()))
        : write(EVENTS_WRITER, envelope(EVENT, tenant, Optional.empty(), events));
  }

  /** Reads what {@link #write(EngineCommand, TenantId, Optional)} wrote. */
  public static Envelope<EngineCommand> readCommand(byte[] bytes) throws UnreadableRecord {
    return read(COMMAND_READER, COMMAND, bytes);
  }

  /** Reads what {@link #write(List, TenantId)} wrote. */
  public static Envelope<List<EngineEvent>> readEvents(byte[] bytes) throws UnreadableRecord {
    Envelope<List<EngineEvent>> read = read(EVENTS_READER, EVENT, bytes);
    if (read.payload().isEmpty() || read.payload().contains(null)) {
      throw new UnreadableRecord("not a " + EVENT + ": it holds no event, or an empty one");
    }
    return read;
  }

  private static <T> Envelope<T> envelope(
      String schema, TenantId tenant, Optional<String> traceparent, T payload) {
    return new Envelope<>(
        schema, ORIGIN + SENT.incrementAndGet(), tenant, Instant.now(), traceparent, payload);
  }

  private static byte[] write(ObjectWriter writer, Envelope<?> envelope) {
    try {
      return writer.writeValueAsBytes(envelope);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + envelope.payload(), e);
    }
  }

  private static <T> Envelope<T> read(ObjectReader reader, String schema, byte[] bytes)
      throws UnreadableRecord {
    Envelope<T> envelope;
    try {
      envelope =
          bytes == null ? null : reader.withAttribute(RepeatedParts.SOURCE, bytes).readValue(bytes);
    } catch (IOException | RuntimeException e) {
      throw new UnreadableRecord("not a readable " + schema + ": " + e.getMessage());
    }
    if (envelope == null || envelope.payload() == null || envelope.tenantId() == null) {
      throw new UnreadableRecord(
          "not a " + schema + ": the record, its payload or tenant is empty");
    }
    if (!schema.equals(envelope.schema())) {
      throw new UnreadableRecord("its schema is " + envelope.schema() + ", not " + schema);
    }
    return envelope;
  }
}
