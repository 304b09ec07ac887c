/**
 * What deduplication leaves, for people and programs: domains and volumes as the dedup job worked them out, and, from the sketches in the
 * store, what any set of volumes would give back. {@code docs/dedup.md} has the formulas, {@code docs/dedup-job.md} the rest.
 *
 * <p>The answer for a set comes from {@link io.ullage.job.dedup.DedupEstimator}, the class that the job uses; SQL only counts fingerprints.
 * It rests on complete epochs alone, each as the newest row of {@code sketch} names it, and a volume without a sketch is listed as unknown
 * (<a href="https://clickhouse.com/docs/sql-reference/aggregate-functions/reference/argmax">argMax</a>).
 */
@NullMarked
package io.ullage.service.dedup;

import org.jspecify.annotations.NullMarked;
