package ai.matih.pipelines.persistence.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Journal rows of one entity in a small form that {@code gunzip} and any JSON tool can read: gzip
 * of one line a row, {@code {"number", "ordering", "manifest", "writer", "writtenAt", "bytes",
 * "record"}}, the record being the journal's own bytes, of which there are {@code bytes}.
 *
 * @param records the gzip
 * @param sha256 of what is in it, hexadecimal
 */
record PackedRows(byte[] records, String sha256) {

  private static final byte[] BEFORE_RECORD = ",\"record\":".getBytes(StandardCharsets.UTF_8);

  static PackedRows of(List<JournalRow> rows) {
    var lines = new ByteArrayOutputStream(rows.size() * 1024);
    try {
      for (var row : rows) {
        write(row, lines);
      }
      var packed = new ByteArrayOutputStream(lines.size() / 4);
      try (var gzip = new GZIPOutputStream(packed)) {
        lines.writeTo(gzip);
      }
      return new PackedRows(packed.toByteArray(), sha256(lines.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(JournalRow row, ByteArrayOutputStream to) throws IOException {
    var head = new ByteArrayOutputStream(160);
    try (var json = Json.MAPPER.createGenerator(head)) {
      json.writeStartObject();
      json.writeNumberField("number", row.sequenceNumber());
      json.writeNumberField("ordering", row.ordering());
      json.writeStringField("manifest", row.manifest());
      json.writeStringField("writer", row.writer());
      json.writeNumberField("writtenAt", row.writtenAt());
      json.writeNumberField("bytes", row.payload().length);
      json.writeEndObject();
    }
    to.write(head.toByteArray(), 0, head.size() - 1);
    to.write(BEFORE_RECORD);
    to.write(row.payload());
    to.write('}');
    to.write('\n');
  }

  /** The rows. Throws {@link UnreadableRecord} if they are not those that were packed. */
  List<JournalRow> rows() {
    var rows = new ArrayList<JournalRow>();
    try {
      byte[] lines;
      try (var gzip = new GZIPInputStream(new ByteArrayInputStream(records))) {
        lines = gzip.readAllBytes();
      }
      if (!sha256(lines).equals(sha256)) {
        throw new UnreadableRecord("An archived stretch of the journal has another hash");
      }
      int at = 0;
      while (at < lines.length) {
        // the first one: within a text its quotes would be escaped
        int headEnd = indexOf(BEFORE_RECORD, lines, at);
        JsonNode head = head(lines, at, headEnd);
        int begin = headEnd + BEFORE_RECORD.length;
        int end = begin + head.path("bytes").intValue();
        rows.add(
            new JournalRow(
                head.path("ordering").longValue(),
                head.path("number").longValue(),
                head.path("writer").textValue(),
                head.path("writtenAt").longValue(),
                head.path("manifest").textValue(),
                java.util.Arrays.copyOfRange(lines, begin, end)));
        at = end + 2;
      }
    } catch (IOException e) {
      throw new UnreadableRecord("An archived stretch of the journal cannot be unpacked", e);
    }
    return List.copyOf(rows);
  }

  private static JsonNode head(byte[] lines, int from, int to) throws IOException {
    byte[] head = java.util.Arrays.copyOfRange(lines, from, to + 1);
    head[to - from] = '}';
    return Json.MAPPER.readTree(head);
  }

  private static int indexOf(byte[] part, byte[] whole, int from) throws IOException {
    for (int at = from; at + part.length <= whole.length; at++) {
      if (java.util.Arrays.equals(whole, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    throw new IOException("a line without a record");
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
