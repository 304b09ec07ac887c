/**
 * From bytes on the topic to reports that count: read, checked, told apart from those that came before.
 *
 * <p>Source is the topic {@code ullage.reports}
 * (<a href="https://nightlies.apache.org/flink/flink-docs-stable/docs/connectors/datastream/kafka/">Kafka source</a>); what cannot be
 * accepted goes to {@code ullage.deadletter}.
 *
 * <p>Guarantees: no message stops the job, whatever it holds; every message has exactly one
 * {@link io.ullage.job.row.IngestOutcome outcome}, so that
 * {@code accepted = emitted + late + malformed + duplicate}; nothing is dropped for being late.
 */
@NullMarked
package io.ullage.job.ingest;

import org.jspecify.annotations.NullMarked;
