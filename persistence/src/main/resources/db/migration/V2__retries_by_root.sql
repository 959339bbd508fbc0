-- Retries are few and the table is written seldom in between: no need for CONCURRENTLY.

CREATE INDEX execution_view_retries_idx ON execution_view (root_id) WHERE resume_of IS NOT NULL;
