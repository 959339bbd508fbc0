-- Messages to those who want to be told of runs: WAITING until their receiver has them (SENT), or
-- it would not have them (PARKED). The id is the same however often the journal is read.
CREATE TABLE notification (
  notification_id TEXT PRIMARY KEY,
  tenant_id       TEXT NOT NULL,
  execution_id    TEXT NOT NULL,
  endpoint        TEXT NOT NULL,
  channel         TEXT NOT NULL,
  connection      TEXT,
  target          TEXT,
  subject         TEXT NOT NULL,
  message         TEXT NOT NULL,
  body            TEXT NOT NULL,
  state           TEXT NOT NULL DEFAULT 'WAITING',
  tries           INT NOT NULL DEFAULT 0,
  next_try        TIMESTAMPTZ NOT NULL DEFAULT now(),
  reason          TEXT,
  created_at      TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX notification_due_idx ON notification (next_try) WHERE state = 'WAITING';
CREATE INDEX notification_parked_idx ON notification (tenant_id) WHERE state = 'PARKED';
CREATE INDEX notification_tenant_idx ON notification (tenant_id, created_at DESC);
