-- What became of each message of the reports topic. A replayed message has the same place in the topic, so it counts once.
CREATE TABLE IF NOT EXISTS ingest ${on_cluster} (
  interval_start DateTime('UTC') COMMENT 'start of the interval, aligned to the epoch' CODEC(DoubleDelta, ZSTD(3)),
  kafka_partition UInt32 COMMENT 'of the reports topic' CODEC(Delta, ZSTD(3)),
  kafka_offset UInt64 COMMENT 'of the reports topic' CODEC(Delta, ZSTD(3)),
  time DateTime64(3, 'UTC') COMMENT 'of the last reading in the interval' CODEC(DoubleDelta, ZSTD(3)),
  outcome LowCardinality(String) COMMENT 'EMITTED, LATE, MALFORMED or DUPLICATE',
  agent_id LowCardinality(Nullable(String)) COMMENT 'absent where the message could not be read',
  report_time Nullable(DateTime64(3, 'UTC')) COMMENT 'as the agent says' CODEC(DoubleDelta, ZSTD(3)),
  sequence Nullable(UInt64) COMMENT 'of the cycles of the agent; a gap means that reports were dropped' CODEC(Delta, ZSTD(3)),
  message_bytes UInt64 COMMENT 'length of the message as it came [By]' CODEC(Delta, ZSTD(3)),
  readings UInt64 COMMENT 'readings that were passed on [{count}]' CODEC(Delta, ZSTD(3)),
  rejected_readings UInt64 COMMENT 'readings that were refused one by one, and kept as dead letters [{count}]' CODEC(Delta, ZSTD(3)),
  reason Nullable(String) COMMENT 'why' CODEC(ZSTD(3))
)
ENGINE = ${replicated}ReplacingMergeTree
PARTITION BY toYYYYMM(interval_start)
ORDER BY (kafka_partition, kafka_offset)
TTL interval_start + INTERVAL ${raw_days} DAY
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 1000
COMMENT 'a message of the reports topic';
