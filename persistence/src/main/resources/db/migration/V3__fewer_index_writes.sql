-- Rows that change with every event of an entity are to change in place (HOT): what changes often is
-- in no index, and pages keep room for the new version.

-- Open runs are those with a row in wake_up; nobody asked this table.
DROP INDEX execution_view_open_idx;
ALTER TABLE execution_view DROP COLUMN settled;

ALTER TABLE pipeline_view SET (fillfactor = 50);

-- "next_send" is from now on the time to look at the row: never later than "due" before the first
-- sending, but possibly earlier, because a due time that moves on leaves it as it is.
ALTER TABLE wake_up SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
