package ai.matih.pipelines.persistence.journal;

import ai.matih.pipelines.json.IsoTime;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The row that stays in the journal in place of an archived stretch, under the number of its last
 * event: so the entity's numbers go on from there, and nobody can take the entity for one that
 * never was. It is no event; whoever reads the journal finds those of the stretch instead. A
 * release that does not know it refuses to read on.
 *
 * @param first number of the first event of the stretch
 * @param last number of the last one
 * @param sha256 of what the archive must hold
 * @param status of a run: how it ended
 */
public record ArchiveMark(long first, long last, String sha256, Optional<String> status) {

  static final String MANIFEST = "archived:1";

  /** Whether a row with this manifest is one. */
  public static boolean is(String manifest) {
    return MANIFEST.equals(manifest);
  }

  /** Its bytes, in the form of every journal record, with the head of the last event. */
  byte[] write(JournalCodec.Head head) {
    var bytes = new ByteArrayOutputStream(256);
    try (var json = Json.MAPPER.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("tenant", head.tenant().value());
      json.writeStringField("occurredAt", IsoTime.text(head.occurredAt()));
      json.writePOJOField("cause", head.cause());
      json.writeObjectFieldStart("event");
      json.writeNumberField("first", first);
      json.writeNumberField("last", last);
      json.writeStringField("sha256", sha256);
      if (status.isPresent()) {
        json.writeStringField("status", status.get());
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static ArchiveMark read(byte[] bytes) {
    try {
      JsonNode event = Json.MAPPER.readTree(bytes).path("event");
      return new ArchiveMark(
          event.path("first").longValue(),
          event.path("last").longValue(),
          event.path("sha256").asText(),
          Optional.ofNullable(event.path("status").textValue()));
    } catch (IOException e) {
      throw new UnreadableRecord("The mark of an archived stretch cannot be read", e);
    }
  }
}
