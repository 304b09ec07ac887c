/**
 * A Flink sink for ClickHouse on client-v2
 * (<a href="https://clickhouse.com/docs/interfaces/formats/RowBinary">RowBinary</a>,
 * <a href="https://clickhouse.com/docs/guides/developer/deduplicating-inserts-on-retries">insert_deduplication_token</a>).
 *
 * <p>Guarantees: a checkpoint completes only when every row before it is acknowledged; a batch is tried again, with the same token, while
 * the server is away; then the job fails over to its last checkpoint and writes the same rows again. Rows have natural keys, so a row that
 * is written twice counts once.
 */
@NullMarked
package io.ullage.job.clickhouse;

import org.jspecify.annotations.NullMarked;
