/**
 * What deduplication leaves of a set of volumes, from a sample of their content.
 *
 * <p>The sample keeps a chunk's fingerprint iff the low {@code k} bits of its keyed hash are zero, so that every volume keeps the same
 * fingerprints and a reference that lies elsewhere is seen (Harnik, Hershcovitch, Shatsky, Epstein, Kat: <a
 * href="https://www.usenix.org/conference/fast19/presentation/harnik">Sketching Volume Capacities in Deduplicated Storage</a>, FAST 2019).
 * The scan also knows each volume's bytes exactly; the estimates use both. Formulas and measured errors: {@code docs/dedup.md}.
 *
 * <p>Guarantees: all that is kept are {@link io.ullage.job.dedup.DedupSums sums over fingerprints}, so shards add up, in any order, and what
 * was added can be taken out again. Of the best figures, attributed bytes sum to stored; reclaimable bytes grow with the set, from a
 * volume's unique bytes to stored bytes for all of them. What is not known (compressed sizes) is absent. At {@code k = 0} all is exact.
 */
@NullMarked
package io.ullage.job.dedup;

import org.jspecify.annotations.NullMarked;
