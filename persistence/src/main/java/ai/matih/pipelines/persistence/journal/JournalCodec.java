package ai.matih.pipelines.persistence.journal;

import ai.matih.pipelines.entity.Journaled;
import ai.matih.pipelines.entity.Journaled.Wake;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.json.IsoTime;
import ai.matih.pipelines.json.RepeatedParts;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Journal records as JSON: {@code {"tenant", "occurredAt", "wakeAt", "cause", "event"}}, in this
 * order. {@code wakeAt} is a time, null (nothing is owed any more) or left out (unchanged). The
 * event comes last, so that a reader who needs only the head never parses it. Thread-safe.
 */
public final class JournalCodec {

  /** Reads and writes the format of this release. */
  public static final JournalCodec CURRENT = new JournalCodec(JournalFormat.CURRENT);

  private static final ObjectReader CAUSE = Json.MAPPER.readerFor(Cause.class);

  private final JournalFormat format;

  JournalCodec(JournalFormat format) {
    this.format = format;
  }

  /** What stands around an event. */
  public record Head(TenantId tenant, Instant occurredAt, Cause cause, Wake wake) {}

  /**
   * How much of the journal this release reads: every event whose own level is not above. A node
   * tells it to the others.
   */
  public int level() {
    return format.level();
  }

  /** The level that a reader of {@code event} must have reached. */
  public int level(Object event) {
    return format.forType(event.getClass()).level(event);
  }

  /** The manifest under which {@code record} is stored. */
  public String manifest(Journaled<?> record) {
    return format.forType(record.event().getClass()).manifest();
  }

  /** The bytes of {@code record}, UTF-8 JSON. */
  public byte[] write(Journaled<?> record) {
    var bytes = new ByteArrayOutputStream(512);
    try (var json = Json.MAPPER.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("tenant", record.tenant().value());
      json.writeStringField("occurredAt", IsoTime.text(record.occurredAt()));
      switch (record.wake()) {
        case Wake.Unchanged ignored -> {}
        case Wake.At at -> json.writeStringField("wakeAt", IsoTime.text(at.at()));
        case Wake.None ignored -> json.writeNullField("wakeAt");
      }
      json.writePOJOField("cause", record.cause());
      json.writePOJOField("event", record.event());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The whole record. Throws {@link UnreadableRecord} if this release cannot read it. */
  public Journaled<?> read(String manifest, byte[] bytes) {
    var event = format.named(manifest);
    try (var json = Json.MAPPER.createParser(bytes)) {
      var head = readHead(json, manifest);
      Object value =
          JournalFormat.version(manifest) == event.version()
              ? format.reader(event).withAttribute(RepeatedParts.SOURCE, bytes).readValue(json)
              : Json.MAPPER.treeToValue(migrated(event, manifest, json), event.type());
      return new Journaled<>(head.tenant(), value, head.cause(), head.occurredAt(), head.wake());
    } catch (IOException e) {
      throw unreadable(manifest, e);
    }
  }

  /** Only what stands around the event; cheap, and possible for events of any release. */
  public Head readHead(String manifest, byte[] bytes) {
    try (var json = Json.MAPPER.createParser(bytes)) {
      return readHead(json, manifest);
    } catch (IOException e) {
      throw unreadable(manifest, e);
    }
  }

  /**
   * One text of an event without the rest of it, such as {@code spec.id}; empty if the event lacks
   * it or an older release wrote it in another form.
   */
  public Optional<String> readText(String manifest, byte[] bytes, List<String> path) {
    if (JournalFormat.version(manifest) != format.named(manifest).version()) {
      return Optional.empty();
    }
    try (var json = Json.MAPPER.createParser(bytes)) {
      json.nextToken();
      boolean found = enter(json, "event");
      for (int depth = 0; found && depth < path.size(); depth++) {
        found = json.currentToken() == JsonToken.START_OBJECT && enter(json, path.get(depth));
      }
      return found && json.currentToken() == JsonToken.VALUE_STRING
          ? Optional.of(json.getText())
          : Optional.empty();
    } catch (IOException e) {
      throw unreadable(manifest, e);
    }
  }

  /** Moves from the start of an object to the value of one of its fields. */
  private static boolean enter(JsonParser json, String wanted) throws IOException {
    for (var field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      json.nextToken();
      if (field.equals(wanted)) {
        return true;
      }
      json.skipChildren();
    }
    return false;
  }

  /** Leaves {@code json} on the first token of the event's value. */
  private static Head readHead(JsonParser json, String manifest) throws IOException {
    TenantId tenant = null;
    Instant occurredAt = null;
    Cause cause = null;
    Wake wake = new Wake.Unchanged();
    json.nextToken();
    for (var field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      var token = json.nextToken();
      switch (field) {
        case "tenant" -> tenant = tenant(json.getText());
        case "occurredAt" -> occurredAt = IsoTime.parse(json.getText());
        case "wakeAt" ->
            wake =
                token == JsonToken.VALUE_NULL
                    ? new Wake.None()
                    : new Wake.At(IsoTime.parse(json.getText()));
        case "cause" -> cause = CAUSE.readValue(json);
        case "event" -> {
          if (tenant == null || occurredAt == null || cause == null) {
            throw new UnreadableRecord("A journal record '" + manifest + "' lacks its head");
          }
          return new Head(tenant, occurredAt, cause, wake);
        }
        default ->
            throw new UnreadableRecord(
                "A journal record '" + manifest + "' has the unknown field '" + field + "'");
      }
    }
    throw new UnreadableRecord("A journal record '" + manifest + "' holds no event");
  }

  /** Neighbours are mostly of one tenant, whose shape is checked once; a race only checks again. */
  private static TenantId tenant(String text) {
    var known = lastTenant;
    if (known == null || !known.value().equals(text)) {
      known = new TenantId(text);
      lastTenant = known;
    }
    return known;
  }

  private static TenantId lastTenant;

  private static ObjectNode migrated(EventFormat event, String manifest, JsonParser json)
      throws IOException {
    ObjectNode tree = json.readValueAsTree();
    int from = JournalFormat.version(manifest);
    for (var migration : event.migrations().subList(from - 1, event.migrations().size())) {
      tree = migration.migrate(tree);
    }
    return tree;
  }

  private static UnreadableRecord unreadable(String manifest, IOException e) {
    return new UnreadableRecord(
        "A journal record '%s' cannot be read: %s".formatted(manifest, e.getMessage()), e);
  }
}
