-- Pipelines that were active before schedules were driven are woken once, and find their next due time.
INSERT INTO wake_up (persistence_id, token, due, next_send)
SELECT 'pipeline|' || pipeline_id, 0, now(), now()
FROM pipeline_view
WHERE status = 'ACTIVE' AND schedule IS NOT NULL
ON CONFLICT (persistence_id) DO NOTHING;
