/**
 * Growth of snapshots, chains and LUNs, laid behind the utilisation job in the same graph: it gathers what the estimators of
 * {@link io.ullage.job.growth} and {@link io.ullage.job.trend} need in
 * <a href="https://nightlies.apache.org/flink/flink-docs-stable/docs/dev/datastream/fault-tolerance/state/">keyed state</a>.
 *
 * <p>As everywhere: results hang on event time alone, when they are written hangs on the wall clock, and the same readings give the same
 * rows in whatever order they come. Histories are bounded, and all state is let go some time after its last change.
 */
@NullMarked
package io.ullage.job.snapshot;

import org.jspecify.annotations.NullMarked;
