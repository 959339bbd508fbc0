-- Which nodes are members of a cluster over this database right now: each says so every second, by the
-- database's time. Who finds none may found a cluster; so there are never two of them.
CREATE TABLE cluster_member (
  address TEXT PRIMARY KEY,
  seen_at TIMESTAMPTZ NOT NULL
);
