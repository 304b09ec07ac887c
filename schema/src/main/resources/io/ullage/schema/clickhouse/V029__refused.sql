-- What could not be taken of what came in the two days up to the newest message: messages that nobody could read, and readings that were
-- refused one by one. A replayed message has its place in the topic again, so it counts once.
CREATE VIEW IF NOT EXISTS ingest_refused ${on_cluster} AS
SELECT
  (SELECT maxOrNull(interval_start) FROM ingest) - INTERVAL 2 DAY AS since,
  countIf(refused.outcome = 'MALFORMED') AS malformed_reports,
  sum(refused.rejected_readings) AS rejected_readings,
  maxOrNull(refused.time) AS last_refused,
  argMax(refused.reason, refused.time) AS last_reason
FROM (
  SELECT kafka_partition, kafka_offset, outcome, rejected_readings, time, reason
  FROM ingest
  WHERE interval_start >= (SELECT max(interval_start) FROM ingest) - INTERVAL 2 DAY
    AND (outcome = 'MALFORMED' OR rejected_readings > 0)
  LIMIT 1 BY kafka_partition, kafka_offset
) AS refused;
