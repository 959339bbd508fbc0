package ai.matih.pipelines.persistence.notification;

import ai.matih.pipelines.definition.Channel;
import ai.matih.pipelines.identity.TenantId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Messages that wait for their receiver, were taken, or are parked because it would not have them.
 * What was sent is remembered for a week, so that the journal read again sends nothing again.
 * Blocking; safe for use from any thread and any node.
 */
public final class NotificationOutbox {
  private static final int OF_ONE_ENDPOINT = 4;
  private static final String COLUMNS =
      "notification_id, tenant_id, execution_id, channel, connection, target, subject, message,"
          + " body";

  private final DataSource database;

  public NotificationOutbox(DataSource database) {
    this.database = database;
  }

  /** A message with how often it was tried, this time included. */
  public record Claimed(Note note, int tries) {}

  /** Where one stands; {@code state} is WAITING, SENT or PARKED. */
  public record Row(
      String notificationId,
      String executionId,
      String channel,
      Optional<String> connection,
      Optional<String> target,
      String subject,
      String state,
      int tries,
      Optional<String> reason,
      Instant createdAt) {}

  /** How many wait and how many are parked. */
  public record Figures(long waiting, long parked) {}

  /** Keeps it to be sent; once, however often it is put. */
  void put(Note note) throws SQLException {
    try (var connection = database.getConnection();
        var statement =
            connection.prepareStatement(
                "INSERT INTO notification ("
                    + COLUMNS
                    + ", endpoint) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT (notification_id) DO NOTHING")) {
      texts(
          statement,
          note.id(),
          note.tenant().value(),
          note.executionId(),
          note.channel().name(),
          note.connection().orElse(null),
          note.target().orElse(null),
          note.subject(),
          note.text(),
          note.body(),
          note.endpoint());
      statement.executeUpdate();
    }
  }

  /**
   * Takes messages that are due, a few of each receiver that is not {@code busy}. Nobody else gets
   * them for {@code hold}.
   */
  List<Claimed> claim(int most, Collection<String> busy, Duration hold) throws SQLException {
    try (var connection = database.getConnection();
        var statement =
            connection.prepareStatement(
                "UPDATE notification SET tries = tries + 1,"
                    + " next_try = now() + ? * interval '1 millisecond'"
                    + " WHERE notification_id IN (SELECT notification_id FROM notification"
                    + " WHERE state = 'WAITING' AND next_try <= now() AND notification_id IN"
                    + " (SELECT notification_id FROM (SELECT notification_id, row_number()"
                    + " OVER (PARTITION BY endpoint ORDER BY next_try) AS place"
                    + " FROM notification WHERE state = 'WAITING' AND next_try <= now()"
                    + " AND NOT endpoint = ANY (?)) due WHERE place <= "
                    + OF_ONE_ENDPOINT
                    + " LIMIT ?) FOR UPDATE SKIP LOCKED) RETURNING tries, "
                    + COLUMNS)) {
      statement.setLong(1, hold.toMillis());
      statement.setArray(2, connection.createArrayOf("text", busy.toArray()));
      statement.setInt(3, most);
      List<Claimed> claimed = new ArrayList<>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          claimed.add(new Claimed(note(rows), rows.getInt("tries")));
        }
      }
      return claimed;
    }
  }

  private static Note note(ResultSet row) throws SQLException {
    return new Note(
        row.getString("notification_id"),
        new TenantId(row.getString("tenant_id")),
        row.getString("execution_id"),
        Channel.valueOf(row.getString("channel")),
        Optional.ofNullable(row.getString("connection")),
        Optional.ofNullable(row.getString("target")),
        row.getString("subject"),
        row.getString("message"),
        row.getString("body"));
  }

  /** Its receiver has it. */
  void sent(String id) throws SQLException {
    update("UPDATE notification SET state = 'SENT', reason = NULL WHERE notification_id = ?", id);
  }

  /** It is tried again after {@code wait}. */
  void again(String id, Duration wait, String reason) throws SQLException {
    update(
        "UPDATE notification SET next_try = now() + "
            + wait.toMillis()
            + " * interval '1 millisecond', reason = ? WHERE notification_id = ?",
        clean(reason),
        id);
  }

  /** It is not tried any more. */
  void park(String id, String reason) throws SQLException {
    update(
        "UPDATE notification SET state = 'PARKED', reason = ? WHERE notification_id = ?",
        clean(reason),
        id);
  }

  /** Forgets what was sent, and what was parked, longer ago than {@code age}. */
  void forget(Duration age) throws SQLException {
    update(
        "DELETE FROM notification WHERE state <> 'WAITING' AND created_at < now() - "
            + age.toMillis()
            + " * interval '1 millisecond'");
  }

  /** Those of a tenant, newest first; only those in {@code state} if one is given. */
  public List<Row> list(TenantId tenant, Optional<String> state, int most) throws SQLException {
    try (var connection = database.getConnection();
        var statement =
            connection.prepareStatement(
                "SELECT notification_id, execution_id, channel, connection, target, subject,"
                    + " state, tries, reason, created_at FROM notification WHERE tenant_id = ?"
                    + " AND (?::text IS NULL OR state = ?) ORDER BY created_at DESC LIMIT "
                    + most)) {
      texts(statement, tenant.value(), state.orElse(null), state.orElse(null));
      List<Row> found = new ArrayList<>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(
              new Row(
                  rows.getString(1),
                  rows.getString(2),
                  Channel.valueOf(rows.getString(3)).wireName(),
                  Optional.ofNullable(rows.getString(4)),
                  Optional.ofNullable(rows.getString(5)),
                  rows.getString(6),
                  rows.getString(7),
                  rows.getInt(8),
                  Optional.ofNullable(rows.getString(9)),
                  rows.getObject(10, OffsetDateTime.class).toInstant()));
        }
      }
      return found;
    }
  }

  /** Of all tenants. */
  public Figures figures() throws SQLException {
    try (var connection = database.getConnection();
        var statement =
            connection.prepareStatement(
                "SELECT count(*) FILTER (WHERE state = 'WAITING'),"
                    + " count(*) FILTER (WHERE state = 'PARKED') FROM notification"
                    + " WHERE state <> 'SENT'");
        var rows = statement.executeQuery()) {
      rows.next();
      return new Figures(rows.getLong(1), rows.getLong(2));
    }
  }

  private void update(String sql, String... texts) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.prepareStatement(sql)) {
      texts(statement, texts);
      statement.executeUpdate();
    }
  }

  private static void texts(PreparedStatement statement, String... texts) throws SQLException {
    int place = 1;
    for (String text : Arrays.asList(texts)) {
      statement.setString(place++, text);
    }
  }

  private static String clean(String reason) {
    String text = reason.replace('\u0000', ' ');
    return text.length() > 1_000 ? text.substring(0, 1_000) : text;
  }
}
