-- The first schema. PostgreSQL 13 or newer.
--
-- Later migrations: an index on a table that may be large is made with CREATE INDEX CONCURRENTLY,
-- which cannot run inside a transaction; such a file stands alone and has a companion
-- "<file>.conf" with executeInTransaction=false.

-- ---------------------------------------------------------------------------------------------
-- Journal and snapshots: the tables of pekko-persistence-jdbc 1.1.1 under their default names.
-- The plugin's event_tag table is left out on purpose: tags force every batch onto a slow path.
-- "ordering" must come from a sequence with cache 1, because readers rely on gaps being rare.

CREATE TABLE event_journal (
  ordering           BIGSERIAL,
  persistence_id     VARCHAR(255) NOT NULL,
  sequence_number    BIGINT NOT NULL,
  deleted            BOOLEAN NOT NULL DEFAULT FALSE,
  writer             VARCHAR(255) NOT NULL,
  write_timestamp    BIGINT,
  adapter_manifest   VARCHAR(255),
  event_ser_id       INTEGER NOT NULL,
  event_ser_manifest VARCHAR(255) NOT NULL,
  event_payload      BYTEA NOT NULL,
  meta_ser_id        INTEGER,
  meta_ser_manifest  VARCHAR(255),
  meta_payload       BYTEA,
  PRIMARY KEY (persistence_id, sequence_number)
);
CREATE UNIQUE INDEX event_journal_ordering_idx ON event_journal (ordering);

CREATE TABLE snapshot (
  persistence_id        VARCHAR(255) NOT NULL,
  sequence_number       BIGINT NOT NULL,
  created               BIGINT NOT NULL,
  snapshot_ser_id       INTEGER NOT NULL,
  snapshot_ser_manifest VARCHAR(255) NOT NULL,
  snapshot_payload      BYTEA NOT NULL,
  meta_ser_id           INTEGER,
  meta_ser_manifest     VARCHAR(255),
  meta_payload          BYTEA,
  PRIMARY KEY (persistence_id, sequence_number)
);

-- The journal as a person reads it.
CREATE VIEW journal_readable AS
SELECT ordering,
       persistence_id,
       sequence_number,
       event_ser_manifest                         AS manifest,
       to_timestamp(write_timestamp / 1000.0)     AS written_at,
       convert_from(event_payload, 'UTF8')::jsonb AS record
FROM event_journal;

-- ---------------------------------------------------------------------------------------------
-- Readers of the journal: how far each has come. Written by compare-and-set only, in the same
-- transaction as the rows that the reader makes.

CREATE TABLE projection_offset (
  name       TEXT PRIMARY KEY,
  position   BIGINT NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

-- What an outside receiver refused and will not take however often it is sent.
CREATE TABLE parked_delivery (
  consumer  TEXT NOT NULL,
  ordering  BIGINT NOT NULL,
  reason    TEXT NOT NULL,
  parked_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (consumer, ordering)
);

-- ---------------------------------------------------------------------------------------------
-- One row for each entity that must be woken: its earliest due time. "token" is the sequence
-- number of the event that set it. Only an event removes or replaces a row; "next_send" is when
-- the clock tells the entity (again).

CREATE TABLE wake_up (
  persistence_id TEXT PRIMARY KEY,
  due            TIMESTAMPTZ NOT NULL,
  token          BIGINT NOT NULL,
  next_send      TIMESTAMPTZ NOT NULL,
  sends          INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX wake_up_next_send_idx ON wake_up (next_send);

-- ---------------------------------------------------------------------------------------------
-- Work in flight in our own processes. Epochs are drawn from one sequence, so that a later owner has
-- a higher one than any earlier owner of any attempt: a sink compares them across attempts.

CREATE SEQUENCE work_lease_epoch;

CREATE TABLE work_lease (
  work_id      TEXT PRIMARY KEY,
  instance     TEXT NOT NULL,
  state        TEXT NOT NULL
    CHECK (state IN ('OPEN', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'FENCED')),
  owner        TEXT,
  epoch        BIGINT NOT NULL DEFAULT 0,
  lease_until  TIMESTAMPTZ,
  cancel_asked BOOLEAN NOT NULL DEFAULT FALSE,
  watch        BIGINT NOT NULL DEFAULT 0,
  stage_order  TEXT,
  progress     TEXT[] NOT NULL DEFAULT '{}',
  result       TEXT,
  failure      TEXT,
  submitted_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  ended_at     TIMESTAMPTZ
) WITH (fillfactor = 60);
CREATE INDEX work_lease_live_idx ON work_lease (instance, submitted_at)
  WHERE state IN ('OPEN', 'RUNNING');
CREATE INDEX work_lease_ended_idx ON work_lease (ended_at) WHERE ended_at IS NOT NULL;

-- ---------------------------------------------------------------------------------------------
-- Read model: what lists show. Rebuilt from the journal at any time.

CREATE TABLE pipeline_view (
  pipeline_id       TEXT PRIMARY KEY,
  tenant            TEXT NOT NULL,
  name              TEXT NOT NULL,
  version           TEXT NOT NULL,
  description       TEXT,
  tags              TEXT[] NOT NULL,
  status            TEXT NOT NULL,
  revision          INTEGER NOT NULL,
  revision_hash     TEXT NOT NULL,
  engine            TEXT NOT NULL,
  schedule          TEXT,
  created_at        TIMESTAMPTZ NOT NULL,
  created_by        TEXT NOT NULL,
  updated_at        TIMESTAMPTZ NOT NULL,
  updated_by        TEXT NOT NULL,
  last_execution_id TEXT,
  last_status       TEXT,
  last_ended_at     TIMESTAMPTZ
);
CREATE INDEX pipeline_view_created_idx ON pipeline_view (tenant, created_at, pipeline_id);
CREATE INDEX pipeline_view_name_idx ON pipeline_view (tenant, name, pipeline_id);
CREATE INDEX pipeline_view_updated_idx ON pipeline_view (tenant, updated_at, pipeline_id);

CREATE TABLE execution_view (
  execution_id    TEXT PRIMARY KEY,
  tenant          TEXT NOT NULL,
  pipeline_id     TEXT NOT NULL,
  pipeline_name   TEXT NOT NULL,
  revision        INTEGER NOT NULL,
  root_id         TEXT NOT NULL,
  resume_of       TEXT,
  engine          TEXT NOT NULL,
  priority        TEXT NOT NULL,
  started_by      TEXT NOT NULL,
  status          TEXT NOT NULL,
  settled         BOOLEAN NOT NULL,
  steps           INTEGER NOT NULL,
  steps_ended     INTEGER NOT NULL,
  attempts        INTEGER NOT NULL,
  rows_in         BIGINT NOT NULL,
  rows_out        BIGINT NOT NULL,
  bytes_in        BIGINT NOT NULL,
  bytes_out       BIGINT NOT NULL,
  cpu_millis      BIGINT NOT NULL,
  submitted_at    TIMESTAMPTZ NOT NULL,
  running_at      TIMESTAMPTZ,
  ended_at        TIMESTAMPTZ,
  cost            NUMERIC,
  currency        TEXT NOT NULL,
  quality         DOUBLE PRECISION,
  failure_class   TEXT,
  failure_code    TEXT,
  failure_message TEXT
) WITH (fillfactor = 70);
CREATE INDEX execution_view_submitted_idx ON execution_view (tenant, submitted_at, execution_id);
CREATE INDEX execution_view_pipeline_idx
  ON execution_view (tenant, pipeline_id, submitted_at, execution_id);
CREATE INDEX execution_view_open_idx ON execution_view (execution_id) WHERE NOT settled;

-- Keyed by entity: the event that deletes a connection does not name it.
CREATE TABLE connection_view (
  persistence_id TEXT PRIMARY KEY,
  tenant         TEXT NOT NULL,
  name           TEXT NOT NULL,
  type           TEXT NOT NULL,
  revision       INTEGER NOT NULL,
  definition     TEXT NOT NULL,
  updated_at     TIMESTAMPTZ NOT NULL,
  updated_by     TEXT NOT NULL
);
CREATE INDEX connection_view_name_idx ON connection_view (tenant, name);
