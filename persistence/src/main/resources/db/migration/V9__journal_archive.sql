-- Stretches of the journal of what has ended long ago, packed. In the journal itself one row of such a
-- stretch stays, the last, as a mark that names it; whoever reads the journal reads the stretch there.
CREATE TABLE journal_archive (
  persistence_id TEXT NOT NULL,
  first_number   BIGINT NOT NULL,
  last_number    BIGINT NOT NULL,
  tenant         TEXT NOT NULL,
  -- of a run that ended: how and when
  status         TEXT,
  ended_at       TIMESTAMPTZ,
  archived_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
  -- of the records before they were packed, hexadecimal
  sha256         TEXT NOT NULL,
  -- gzip of one JSON object a line, in the order of the journal
  records        BYTEA NOT NULL,
  PRIMARY KEY (persistence_id, last_number)
);
ALTER TABLE journal_archive ALTER COLUMN records SET STORAGE EXTERNAL;

-- How far the journal has been looked through, and what came of it. One row.
CREATE TABLE journal_archive_progress (
  one      BOOLEAN PRIMARY KEY DEFAULT true CHECK (one),
  position BIGINT NOT NULL DEFAULT 0,
  runs     BIGINT NOT NULL DEFAULT 0,
  events   BIGINT NOT NULL DEFAULT 0
);

-- Rows go at its old end as fast as they come at the new one.
ALTER TABLE event_journal SET (autovacuum_vacuum_scale_factor = 0.05);
