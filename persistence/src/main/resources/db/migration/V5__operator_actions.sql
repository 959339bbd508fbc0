-- What operators did to the system itself: dead letters, projections, nodes. Rows are added, and
-- completed once by their outcome; nothing else changes them.
CREATE TABLE operator_action (
  id             BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id      TEXT NOT NULL,
  actor          TEXT NOT NULL,
  origin         TEXT NOT NULL,
  correlation_id TEXT,
  action         TEXT NOT NULL,
  target         TEXT NOT NULL,
  details        JSONB NOT NULL DEFAULT '{}',
  asked_at       TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  -- what can be done once only has a name that a second one cannot take
  only_once      TEXT UNIQUE,
  -- empty until it is known; then 'done', or why not
  outcome        TEXT
);
CREATE INDEX operator_action_target_idx ON operator_action (target, id);
CREATE INDEX operator_action_tenant_idx ON operator_action (tenant_id, id);
