/**
 * What every job's {@code main} shares: arguments, what it asks of Flink
 * (<a href="https://nightlies.apache.org/flink/flink-docs-release-2.3/docs/deployment/config/">configuration</a>), sources on Kafka, dead
 * letters, the store.
 *
 * <p>Nothing here names a machine: a job runs on the embedded cluster and on any other unchanged. All wrong arguments are told at once.
 */
@NullMarked
package io.ullage.job.wiring;

import org.jspecify.annotations.NullMarked;
