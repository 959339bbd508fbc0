-- Nodes that operators have drained: they stay members and get no work until they are taken back.
CREATE TABLE drained_node (
  node       TEXT PRIMARY KEY,
  drained_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
