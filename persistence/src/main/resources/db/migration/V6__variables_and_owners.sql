-- Variables of a tenant, every revision of them; one without a value is an end. Rows are only added.
CREATE TABLE variable_revision (
  tenant_id      TEXT NOT NULL,
  name           TEXT NOT NULL,
  revision       INTEGER NOT NULL,
  value          JSONB,
  changed_at     TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  changed_by     TEXT NOT NULL,
  origin         TEXT NOT NULL,
  correlation_id TEXT,
  PRIMARY KEY (tenant_id, name, revision)
);

-- Who applied what from files: a prune deletes nothing that its owner has not applied.
CREATE TABLE applied_resource (
  tenant_id  TEXT NOT NULL,
  kind       TEXT NOT NULL,
  name       TEXT NOT NULL,
  -- of a pipeline its id, which a second one of that name does not have
  identity   TEXT NOT NULL,
  owner      TEXT NOT NULL,
  applied_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  applied_by TEXT NOT NULL,
  PRIMARY KEY (tenant_id, kind, name)
);
CREATE INDEX applied_resource_owner_idx ON applied_resource (tenant_id, owner);
