-- Tickets and starts hold a plan and are a little larger than what PostgreSQL compresses by itself:
-- that, and undoing it for each reader, was a tenth of its work. They are stored as they are; what
-- is larger is compressed as before. Concerns rows from now on, and rewrites none.
ALTER TABLE event_journal SET (toast_tuple_target = 4096);
