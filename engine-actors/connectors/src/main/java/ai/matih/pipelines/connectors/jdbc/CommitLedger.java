package ai.matih.pipelines.connectors.jdbc;

import ai.matih.pipelines.connectors.Load;
import ai.matih.pipelines.connectors.duckdb.Sql;
import ai.matih.pipelines.definition.WriteMode;
import ai.matih.pipelines.engine.CommitKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The table {@code matih_commits} beside the target: one row for each commit key, written in the
 * transaction that writes the rows. Two things keep a load from being done twice. The row of a
 * committed key stops every later owner; and an owner first notes its epoch there in a transaction
 * of its own, so that the commit of an owner with a lower one finds no row to update. A lower owner
 * that still hangs in a transaction is thrown out by the server.
 */
final class CommitLedger {
  private static final String TABLE = "matih_commits";

  private final PostgresSession session;
  private final String table;
  private final Load work;

  private CommitLedger(PostgresSession session, String table, Load work) {
    this.session = session;
    this.table = table;
    this.work = work;
  }

  /** Opens the table, which is made if it is missing. */
  static CommitLedger open(PostgresSession session, String schema, Load work) {
    var name = new TableName(schema, TABLE);
    if (!TargetTable.exists(session, name)) {
      session.execute("SELECT pg_advisory_xact_lock(hashtext(?))", name.toString());
      TargetTable.createSchema(session, schema);
      session.execute(
          "CREATE TABLE IF NOT EXISTS "
              + name.quoted()
              + " (commit_key text PRIMARY KEY, epoch bigint NOT NULL, input_fingerprint text, "
              + Sql.name("rows")
              + " bigint, committed_at timestamptz)");
      session.commit();
    }
    return new CommitLedger(session, name.quoted(), work);
  }

  /** The name by which later owners find a session of this key: key hash and epoch. */
  static String applicationName(CommitKey key, long epoch) {
    return prefix(key) + epoch;
  }

  private static String prefix(CommitKey key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(key.value().getBytes(StandardCharsets.UTF_8));
      return "matih " + HexFormat.of().formatHex(hash, 0, 8) + " ";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Notes the epoch, and throws out owners with a lower one. The rows of the commit if there is
   * nothing left to do; {@code STALE_EPOCH} if a higher epoch is noted.
   */
  Optional<Long> claim() {
    session.execute(
        "INSERT INTO "
            + table
            + " AS c (commit_key, epoch) VALUES (?, ?) ON CONFLICT (commit_key) "
            + "DO UPDATE SET epoch = greatest(c.epoch, excluded.epoch)",
        work.commitKey().value(),
        work.epoch());
    session.rows(
        row -> row.getBoolean(1),
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = current_user "
            + "AND pid <> pg_backend_pid() AND starts_with(application_name, ?) "
            + "AND substr(application_name, ?)::bigint < ?",
        prefix(work.commitKey()),
        prefix(work.commitKey()).length() + 1,
        work.epoch());
    session.commit();
    var done = committed();
    session.commit();
    return done;
  }

  /** Writes the commit into the open transaction; false if another owner was first or is newer. */
  boolean note(long rows) {
    return session.execute(
            "UPDATE "
                + table
                + " SET input_fingerprint = ?, "
                + Sql.name("rows")
                + " = ?, committed_at = now() WHERE commit_key = ? AND epoch <= ? "
                + "AND (committed_at IS NULL OR ? AND input_fingerprint IS DISTINCT FROM ?)",
            work.inputFingerprint(),
            rows,
            work.commitKey().value(),
            work.epoch(),
            replaces(),
            work.inputFingerprint())
        == 1;
  }

  /** The rows of a commit that stands for this load, or {@code STALE_EPOCH}. */
  Optional<Long> committed() {
    record Entry(long epoch, boolean committed, String fingerprint, long rows) {}
    Entry entry =
        session
            .rows(
                row ->
                    new Entry(row.getLong(1), row.getBoolean(2), row.getString(3), row.getLong(4)),
                "SELECT epoch, committed_at IS NOT NULL, input_fingerprint, "
                    + Sql.name("rows")
                    + " FROM "
                    + table
                    + " WHERE commit_key = ?",
                work.commitKey().value())
            .getFirst();
    boolean same = !replaces() || work.inputFingerprint().equals(entry.fingerprint());
    if (entry.committed() && same) {
      return Optional.of(entry.rows());
    }
    if (entry.epoch() > work.epoch()) {
      throw Load.stale(work.commitKey(), work.epoch());
    }
    return Optional.empty();
  }

  private boolean replaces() {
    return work.sink().mode() == WriteMode.OVERWRITE;
  }
}
