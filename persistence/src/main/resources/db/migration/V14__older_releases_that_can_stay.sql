-- With which migrations older releases can live: a release whose newest migration is "oldest" or a
-- later one runs well on a schema that has migration "version". Of a migration that has no row here
-- none can, so that what says nothing is safe.
--
-- A later migration that only adds (tables, indexes, columns that have a default or may be empty), and
-- whose new rows older releases may leave out, ends with:
--   INSERT INTO schema_tolerance (version, oldest) VALUES (<its own number>, 14);
CREATE TABLE schema_tolerance (
  version INTEGER PRIMARY KEY,
  oldest  INTEGER NOT NULL
);
