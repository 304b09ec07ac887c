/**
 * A made-up fleet with a history, for trying Ullage and for measuring it: machines that are born, grow, delete without trimming, are
 * snapshotted, moved and retired, on pools that are over-committed; some say too little, some nothing.
 *
 * <p>The same plan gives the same messages, byte for byte, on every machine: all chance comes from
 * {@link java.util.SplittableRandom} and all curves from {@link java.lang.StrictMath}. Every identifier begins with {@code sim-}.
 * At every step, for every volume, the classes of the true ledger sum to provisioned; for every pool, used is at least what its volumes
 * occupy and at most its capacity. Memory grows with the number of volumes, not with the days.
 */
@NullMarked
package io.ullage.service.simulate;

import org.jspecify.annotations.NullMarked;
