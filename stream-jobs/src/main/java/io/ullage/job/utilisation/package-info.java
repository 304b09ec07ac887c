/**
 * The utilisation job: from reports to ledgers, pools, and what stayed unmatched. {@code docs/utilisation-job.md} says how events go late,
 * missing and double, and how state is let go.
 *
 * <p>Results hang on event time alone; when they are written hangs on the wall clock: an interval is closed a few seconds after it ends,
 * whether newer messages come or not, and a row is written again, with a higher revision, whenever more becomes known of its interval.
 * There is no watermark that could overtake the spool of an agent or a replay of history
 * (<a href="https://nightlies.apache.org/flink/flink-docs-stable/docs/dev/datastream/operators/process_function/">timers</a>).
 */
@NullMarked
package io.ullage.job.utilisation;

import org.jspecify.annotations.NullMarked;
