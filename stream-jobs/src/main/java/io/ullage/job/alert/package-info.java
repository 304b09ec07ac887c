/**
 * Alert rules on the event stream: from rows and reports to {@code ullage.alerts} and the table {@code alert}. What a rule makes of a
 * reading is in {@link io.ullage.job.rule}; here are state, timers and
 * <a href="https://nightlies.apache.org/flink/flink-docs-stable/docs/dev/datastream/fault-tolerance/broadcast_state/">broadcast</a>.
 *
 * <p>Guarantees: rules come from the compacted topic {@code ullage.rules} and change while the job runs; a document of which anything is
 * wrong is a dead letter, and what stood before it goes on to stand; the same samples in the same order tell the same alerts.
 */
@NullMarked
package io.ullage.job.alert;

import org.jspecify.annotations.NullMarked;
