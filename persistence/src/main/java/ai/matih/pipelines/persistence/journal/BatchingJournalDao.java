package ai.matih.pipelines.persistence.journal;

import ai.matih.pipelines.persistence.sql.LostConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Scheduler;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.jdbc.config.JournalConfig;
import org.apache.pekko.persistence.jdbc.journal.dao.DefaultJournalDao;
import org.apache.pekko.persistence.jdbc.journal.dao.JournalTables.JournalPekkoSerializationRow;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.scaladsl.Source;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.concurrent.Promise;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;
import scala.util.Success;
import scala.util.Try;
import slick.jdbc.JdbcBackend;
import slick.jdbc.JdbcProfile;

/**
 * The plugin's journal, written with one statement for all events that wait, and asked with one for
 * all entities that begin to recover: what each costs on its own is most of what it costs. Rows,
 * tables and reading are the plugin's. A write that fails takes no neighbour with it: each entity's
 * events are then written alone, so that a clash of sequence numbers stays with the one that has
 * it. Named in {@code jdbc-journal.dao}, made by the plugin.
 */
public final class BatchingJournalDao extends DefaultJournalDao {

  private static final int WRITERS = 2;

  private static final String INSERT =
      """
      INSERT INTO event_journal
        (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest, event_ser_id,
         event_ser_manifest, event_payload)
      SELECT * FROM unnest(?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::text[], ?::int[],
        ?::text[], ?::bytea[])""";

  private static final String HIGHEST =
      """
      SELECT id, highest.sequence_number
      FROM unnest(?::text[]) AS id
      CROSS JOIN LATERAL (
        SELECT sequence_number FROM event_journal
        WHERE persistence_id = id ORDER BY sequence_number DESC LIMIT 1) AS highest""";

  /** What one entity persists at once. */
  private record Write(List<JournalPekkoSerializationRow> rows, Promise<BoxedUnit> done) {}

  /** Where the journal of an entity ends. */
  private record LookUp(String persistenceId, Promise<Object> highest) {}

  private final JdbcBackend.JdbcDatabaseDef database;
  private final BatchLane<Write> writes;
  private final BatchLane<LookUp> lookUps;
  private final ExecutorService archive =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("journal-archive-", 0).factory());

  /** By the plugin, by reflection. */
  public BatchingJournalDao(
      JdbcBackend.JdbcDatabaseDef database,
      JdbcProfile profile,
      JournalConfig config,
      Serialization serialization,
      ExecutionContext ec,
      Materializer mat) {
    super(database, profile, config, serialization, ec, mat);
    this.database = database;
    int most = config.daoConfig().batchSize();
    int room = config.daoConfig().bufferSize();
    this.writes =
        new BatchLane<>(
            "journal-writer", WRITERS, most, room, write -> write.rows().size(), this::write);
    this.lookUps = new BatchLane<>("journal-look-up", 1, most, room, lookUp -> 1, this::lookUp);
    mat.system()
        .registerOnTermination(
            () -> {
              writes.close();
              lookUps.close();
              archive.shutdown();
            });
  }

  @Override
  public Future<BoxedUnit> queueWriteJournalRows(
      Seq<Tuple2<JournalPekkoSerializationRow, scala.collection.immutable.Set<String>>> rows) {
    List<JournalPekkoSerializationRow> plain = new ArrayList<>(rows.size());
    for (var row : CollectionConverters.asJava(rows)) {
      if (row._2().nonEmpty() || row._1().metaPayload().isDefined()) {
        throw new IllegalArgumentException(
            "events are journaled without tags and metadata: " + row._1().persistenceId());
      }
      plain.add(row._1());
    }
    Promise<BoxedUnit> done = Promise.apply();
    if (!writes.offer(new Write(plain, done))) {
      done.failure(new IllegalStateException("too many events wait to be journaled"));
    }
    return done.future();
  }

  @Override
  public Future<Object> highestSequenceNr(String persistenceId, long fromSequenceNr) {
    Promise<Object> highest = Promise.apply();
    if (!lookUps.offer(new LookUp(persistenceId, highest))) {
      highest.failure(new IllegalStateException("too many entities wait to recover"));
    }
    return highest.future();
  }

  /**
   * As the plugin reads, and the events of an archived stretch instead of its mark. The plugin asks
   * in windows of sequence numbers and takes an empty one for the end, so {@code toSequenceNr} only
   * ends {@link #messagesWithBatch}: a stretch may be wider than a window.
   */
  @Override
  public Source<Try<Tuple2<PersistentRepr, Object>>, NotUsed> messages(
      String persistenceId, long fromSequenceNr, long toSequenceNr, long max) {
    return super.messages(persistenceId, fromSequenceNr, Long.MAX_VALUE, max)
        .asJava()
        .mapAsync(1, message -> opened(persistenceId, message))
        .mapConcat(messages -> messages)
        .filter(message -> message.isFailure() || number(message) >= fromSequenceNr)
        .take(max)
        .asScala();
  }

  @Override
  public Source<Try<Tuple2<PersistentRepr, Object>>, NotUsed> messagesWithBatch(
      String persistenceId,
      long fromSequenceNr,
      long toSequenceNr,
      int batchSize,
      Option<Tuple2<FiniteDuration, Scheduler>> refreshInterval) {
    return super.messagesWithBatch(
            persistenceId, fromSequenceNr, toSequenceNr, batchSize, refreshInterval)
        .asJava()
        .filter(message -> message.isFailure() || number(message) <= toSequenceNr)
        .asScala();
  }

  private static long number(Try<Tuple2<PersistentRepr, Object>> message) {
    return message.get()._1().sequenceNr();
  }

  private CompletionStage<List<Try<Tuple2<PersistentRepr, Object>>>> opened(
      String persistenceId, Try<Tuple2<PersistentRepr, Object>> message) {
    return message.isSuccess() && message.get()._1().payload() instanceof ArchiveMark mark
        ? CompletableFuture.supplyAsync(
            () -> open(persistenceId, mark, message.get()._2()), archive)
        : CompletableFuture.completedFuture(List.of(message));
  }

  private List<Try<Tuple2<PersistentRepr, Object>>> open(
      String persistenceId, ArchiveMark mark, Object ordering) {
    try (Connection connection = database.source().createConnection()) {
      List<Try<Tuple2<PersistentRepr, Object>>> messages = new ArrayList<>();
      for (JournalRow row : JournalArchive.open(connection, persistenceId, mark)) {
        messages.add(
            new Success<>(
                new Tuple2<>(
                    PersistentRepr.apply(
                            JournalCodec.CURRENT.read(row.manifest(), row.payload()),
                            row.sequenceNumber(),
                            persistenceId,
                            "",
                            false,
                            ActorRef.noSender(),
                            row.writer())
                        .withTimestamp(row.writtenAt()),
                    ordering)));
      }
      return messages;
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }

  private void write(List<Write> batch) {
    try {
      insert(batch);
    } catch (SQLException | RuntimeException e) {
      if (batch.size() > 1 && !LostConnection.isCauseOf(e)) {
        batch.forEach(each -> write(List.of(each)));
      } else {
        // one by one they would only wait for the same database, each as long as all of them
        batch.forEach(each -> each.done().failure(e));
      }
      return;
    }
    batch.forEach(each -> each.done().success(BoxedUnit.UNIT));
  }

  private void insert(List<Write> batch) throws SQLException {
    List<JournalPekkoSerializationRow> rows =
        batch.stream().flatMap(write -> write.rows().stream()).toList();
    try (Connection connection = database.source().createConnection();
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      Parameters all = new Parameters(connection, insert, rows);
      all.add("text", all.of(JournalPekkoSerializationRow::persistenceId, String[]::new));
      all.add("int8", all.of(JournalPekkoSerializationRow::sequenceNumber, Long[]::new));
      all.add("text", all.of(JournalPekkoSerializationRow::writer, String[]::new));
      all.add("int8", all.of(JournalPekkoSerializationRow::writeTimestamp, Long[]::new));
      all.add("text", all.of(JournalPekkoSerializationRow::adapterManifest, String[]::new));
      all.add("int4", all.of(JournalPekkoSerializationRow::eventSerId, Integer[]::new));
      all.add("text", all.of(JournalPekkoSerializationRow::eventSerManifest, String[]::new));
      all.add("bytea", all.of(JournalPekkoSerializationRow::eventPayload, byte[][]::new));
      insert.executeUpdate();
    }
  }

  private void lookUp(List<LookUp> batch) {
    try {
      Map<String, Long> highest = highest(batch);
      batch.forEach(each -> each.highest().success(highest.getOrDefault(each.persistenceId(), 0L)));
    } catch (SQLException | RuntimeException e) {
      batch.forEach(each -> each.highest().failure(e));
    }
  }

  private Map<String, Long> highest(List<LookUp> batch) throws SQLException {
    Map<String, Long> highest = new HashMap<>();
    try (Connection connection = database.source().createConnection();
        PreparedStatement select = connection.prepareStatement(HIGHEST)) {
      select.setArray(
          1,
          connection.createArrayOf(
              "text", batch.stream().map(LookUp::persistenceId).toArray(String[]::new)));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          highest.put(rows.getString(1), rows.getLong(2));
        }
      }
    }
    return highest;
  }

  /** Arrays of the columns, typed so that they travel in binary form. */
  private static final class Parameters {
    private final Connection connection;
    private final PreparedStatement statement;
    private final List<JournalPekkoSerializationRow> rows;
    private int index;

    private Parameters(
        Connection connection,
        PreparedStatement statement,
        List<JournalPekkoSerializationRow> rows) {
      this.connection = connection;
      this.statement = statement;
      this.rows = rows;
    }

    private <T> T[] of(
        Function<JournalPekkoSerializationRow, T> column,
        java.util.function.IntFunction<T[]> array) {
      return rows.stream().map(column).toArray(array);
    }

    private void add(String type, Object[] values) throws SQLException {
      statement.setArray(++index, connection.createArrayOf(type, values));
    }
  }
}
