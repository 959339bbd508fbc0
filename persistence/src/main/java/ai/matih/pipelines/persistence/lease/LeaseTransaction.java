package ai.matih.pipelines.persistence.lease;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.WorkLeases.Lease;
import ai.matih.pipelines.engine.WorkLeases.State;
import ai.matih.pipelines.persistence.sql.Columns;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Carries out requests inside one transaction, those of a kind in one statement. Two requests for
 * the same work keep their order. The answers are to be given after the commit.
 */
final class LeaseTransaction {

  private final Connection connection;
  private final LeaseRows rows;
  private final List<Runnable> answers = new ArrayList<>();

  LeaseTransaction(Connection connection, LeaseRows rows) {
    this.connection = connection;
    this.rows = rows;
  }

  /** Runs all requests; the answers become available with {@link #answers()}. */
  void run(List<LeaseRequest<?>> requests) throws SQLException {
    var rest = requests;
    while (!rest.isEmpty()) {
      var round = new ArrayList<LeaseRequest<?>>();
      var later = new ArrayList<LeaseRequest<?>>();
      var touched = new HashSet<AttemptId>();
      for (var request : rest) {
        var work = work(request);
        boolean first = work.isEmpty() || touched.add(work.get());
        (first ? round : later).add(request);
      }
      runRound(round);
      rest = later;
    }
  }

  List<Runnable> answers() {
    return answers;
  }

  private static Optional<AttemptId> work(LeaseRequest<?> request) {
    return switch (request) {
      case LeaseRequest.Submit submit -> Optional.of(submit.work());
      case LeaseRequest.Claim ignored -> Optional.empty();
      case LeaseRequest.ClaimOne claim -> Optional.of(claim.work());
      case LeaseRequest.Renew renew -> Optional.of(renew.work());
      case LeaseRequest.End end -> Optional.of(end.work());
      case LeaseRequest.AskCancel ask -> Optional.of(ask.work());
      case LeaseRequest.Fence fence -> Optional.of(fence.work());
      case LeaseRequest.Observe observe -> Optional.of(observe.work());
    };
  }

  private void runRound(List<LeaseRequest<?>> round) throws SQLException {
    submit(of(LeaseRequest.Submit.class, round));
    claimOne(of(LeaseRequest.ClaimOne.class, round));
    renew(of(LeaseRequest.Renew.class, round));
    end(of(LeaseRequest.End.class, round));
    askCancel(of(LeaseRequest.AskCancel.class, round));
    fence(of(LeaseRequest.Fence.class, round));
    observe(of(LeaseRequest.Observe.class, round));
    for (var claim : of(LeaseRequest.Claim.class, round)) {
      claim(claim);
    }
  }

  private static <K> List<K> of(Class<K> kind, List<LeaseRequest<?>> round) {
    return round.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private void submit(List<LeaseRequest.Submit> requests) throws SQLException {
    if (requests.isEmpty()) {
      return;
    }
    var inserted = new HashMap<String, Long>();
    try (var columns =
        new Columns<>(
                connection,
                """
                INSERT INTO work_lease
                  (work_id, instance, watch, stage_order, state, owner, epoch, lease_until)
                SELECT v.work_id, v.instance, v.watch, v.stage_order,
                       CASE WHEN v.owner IS NULL THEN 'OPEN' ELSE 'RUNNING' END, v.owner,
                       CASE WHEN v.owner IS NULL THEN 0 ELSE nextval('work_lease_epoch') END,
                       now() + v.lease * interval '1 millisecond'
                FROM unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::bigint[])
                  AS v (work_id, instance, watch, stage_order, owner, lease)
                ORDER BY v.work_id
                ON CONFLICT (work_id) DO NOTHING
                RETURNING work_id, epoch""",
                requests)
            .text(request -> request.work().toString())
            .text(LeaseRequest.Submit::instance)
            .number(LeaseRequest.Submit::watch)
            .text(request -> LeaseRows.json(request.order()))
            .text(request -> request.owner().map(LeaseRequest.Owner::name).orElse(null))
            .number(request -> request.owner().map(o -> o.lease().toMillis()).orElse(null))) {
      try (var result = columns.statement().executeQuery()) {
        while (result.next()) {
          inserted.put(result.getString(1), result.getLong(2));
        }
      }
    }
    for (var request : requests) {
      var epoch = Optional.ofNullable(inserted.get(request.work().toString()));
      if (epoch.isPresent()) {
        rows.keep(request.work(), request.order());
      }
      var lease = epoch.map(drawn -> fresh(request, drawn));
      answers.add(() -> request.answer().complete(lease));
    }
  }

  private static Lease fresh(LeaseRequest.Submit request, long epoch) {
    return new Lease(
        request.work(),
        request.instance(),
        request.owner().isPresent() ? State.RUNNING : State.OPEN,
        request.owner().map(LeaseRequest.Owner::name),
        epoch,
        false,
        false,
        request.watch(),
        Optional.of(request.order()),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private void claimOne(List<LeaseRequest.ClaimOne> requests) throws SQLException {
    if (requests.isEmpty()) {
      return;
    }
    try (var columns =
        new Columns<>(
                connection,
                """
                UPDATE work_lease w
                SET state = 'RUNNING', owner = v.owner, epoch = nextval('work_lease_epoch'),
                    lease_until = now() + v.lease * interval '1 millisecond'
                FROM unnest(?::text[], ?::text[], ?::bigint[]) AS v (work_id, owner, lease)
                WHERE w.work_id = v.work_id AND w.state = 'OPEN'
                RETURNING"""
                    + LeaseRows.COLUMNS,
                requests)
            .text(request -> request.work().toString())
            .text(request -> request.owner().name())
            .number(request -> request.owner().lease().toMillis())) {
      var leases = rows.read(connection, columns.statement());
      for (var request : requests) {
        answerIfThere(request.work(), request.answer(), leases);
      }
    }
  }

  private void claim(LeaseRequest.Claim request) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            UPDATE work_lease w
            SET state = 'RUNNING', owner = ?, epoch = nextval('work_lease_epoch'),
                lease_until = now() + ? * interval '1 millisecond'
            WHERE w.work_id IN (
              SELECT work_id FROM work_lease
              WHERE instance = ?
                AND (state = 'OPEN' OR state = 'RUNNING' AND lease_until < now())
              ORDER BY submitted_at LIMIT ? FOR UPDATE SKIP LOCKED)
            RETURNING"""
                + LeaseRows.COLUMNS)) {
      statement.setString(1, request.owner().name());
      statement.setLong(2, request.owner().lease().toMillis());
      statement.setString(3, request.instance());
      statement.setInt(4, request.most());
      var leases = List.copyOf(rows.read(connection, statement).values());
      answers.add(() -> request.answer().complete(leases));
    }
  }

  private void renew(List<LeaseRequest.Renew> requests) throws SQLException {
    if (requests.isEmpty()) {
      return;
    }
    try (var columns =
        new Columns<>(
                connection,
                """
                UPDATE work_lease w
                SET lease_until = now() + v.lease * interval '1 millisecond',
                    progress = w.progress || v.progress::text[]
                FROM unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::text[])
                  AS v (work_id, owner, epoch, lease, progress)
                WHERE w.work_id = v.work_id AND w.owner = v.owner AND w.epoch = v.epoch
                  AND w.state = 'RUNNING'
                RETURNING"""
                    + LeaseRows.COLUMNS,
                requests)
            .text(request -> request.work().toString())
            .text(request -> request.owner().name())
            .number(LeaseRequest.Renew::epoch)
            .number(request -> request.owner().lease().toMillis())
            .texts(LeaseRequest.Renew::progress)) {
      var leases = rows.read(connection, columns.statement());
      for (var request : requests) {
        answerIfThere(request.work(), request.answer(), leases);
      }
    }
  }

  /** An end that is told twice by the same owner and epoch is true twice. */
  private void end(List<LeaseRequest.End> requests) throws SQLException {
    if (requests.isEmpty()) {
      return;
    }
    var ended = new HashSet<String>();
    try (var columns =
        new Columns<>(
                connection,
                """
                UPDATE work_lease w
                SET state = v.state, result = v.result, failure = v.failure, lease_until = NULL,
                    ended_at = coalesce(w.ended_at, now())
                FROM unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[])
                  AS v (work_id, owner, epoch, state, result, failure)
                WHERE w.work_id = v.work_id AND w.owner = v.owner AND w.epoch = v.epoch
                  AND w.state IN ('RUNNING', v.state)
                RETURNING w.work_id""",
                requests)
            .text(request -> request.work().toString())
            .text(LeaseRequest.End::owner)
            .number(LeaseRequest.End::epoch)
            .text(request -> request.state().name())
            .text(LeaseRequest.End::result)
            .text(LeaseRequest.End::failure)) {
      try (var result = columns.statement().executeQuery()) {
        while (result.next()) {
          ended.add(result.getString(1));
        }
      }
    }
    for (var request : requests) {
      boolean done = ended.contains(request.work().toString());
      answers.add(() -> request.answer().complete(done));
    }
  }

  private void askCancel(List<LeaseRequest.AskCancel> requests) throws SQLException {
    if (requests.isEmpty()) {
      return;
    }
    try (var columns =
        new Columns<>(
                connection,
                """
                UPDATE work_lease w
                SET cancel_asked = w.cancel_asked OR w.state = 'RUNNING',
                    ended_at = CASE WHEN w.state = 'OPEN' THEN now() ELSE w.ended_at END,
                    state = CASE WHEN w.state = 'OPEN' THEN 'CANCELLED' ELSE w.state END
                WHERE w.work_id = ANY (?)
                RETURNING"""
                    + LeaseRows.COLUMNS,
                requests)
            .text(request -> request.work().toString())) {
      var leases = rows.read(connection, columns.statement());
      for (var request : requests) {
        answerIfThere(request.work(), request.answer(), leases);
      }
    }
  }

  private void fence(List<LeaseRequest.Fence> requests) throws SQLException {
    if (requests.isEmpty()) {
      return;
    }
    try (var columns =
        new Columns<>(
                connection,
                """
                INSERT INTO work_lease (work_id, instance, state, ended_at)
                SELECT v.work_id, v.instance, 'FENCED', now()
                FROM unnest(?::text[], ?::text[]) AS v (work_id, instance)
                ORDER BY v.work_id
                ON CONFLICT (work_id) DO UPDATE
                SET state = 'FENCED', epoch = nextval('work_lease_epoch'), ended_at = now(),
                    lease_until = NULL
                WHERE work_lease.state = 'OPEN'
                   OR work_lease.state = 'RUNNING' AND work_lease.lease_until < now()""",
                requests)
            .text(request -> request.work().toString())
            .text(LeaseRequest.Fence::instance)) {
      columns.statement().executeUpdate();
    }
    var leases = select(requests.stream().map(LeaseRequest.Fence::work).toList());
    for (var request : requests) {
      var lease = leases.get(request.work().toString());
      answers.add(() -> request.answer().complete(lease));
    }
  }

  private void observe(List<LeaseRequest.Observe> requests) throws SQLException {
    if (requests.isEmpty()) {
      return;
    }
    try (var columns =
        new Columns<>(
                connection,
                """
                UPDATE work_lease w SET watch = v.watch
                FROM unnest(?::text[], ?::bigint[]) AS v (work_id, watch)
                WHERE w.work_id = v.work_id AND w.watch < v.watch""",
                requests)
            .text(request -> request.work().toString())
            .number(LeaseRequest.Observe::watch)) {
      columns.statement().executeUpdate();
    }
    var leases = select(requests.stream().map(LeaseRequest.Observe::work).toList());
    for (var request : requests) {
      answerIfThere(request.work(), request.answer(), leases);
    }
  }

  private Map<String, Lease> select(List<AttemptId> works) throws SQLException {
    try (var columns =
        new Columns<>(
                connection,
                "SELECT" + LeaseRows.COLUMNS + " FROM work_lease w WHERE w.work_id = ANY (?)",
                works)
            .text(AttemptId::toString)) {
      return rows.read(connection, columns.statement());
    }
  }

  private void answerIfThere(
      AttemptId work,
      java.util.concurrent.CompletableFuture<Optional<Lease>> answer,
      Map<String, Lease> leases) {
    var lease = Optional.ofNullable(leases.get(work.toString()));
    answers.add(() -> answer.complete(lease));
  }
}
