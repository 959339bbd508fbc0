-- An operator can stop a reader of the journal that tells others, let it go on, and set it back.
ALTER TABLE projection_offset ADD COLUMN paused BOOLEAN NOT NULL DEFAULT false;
