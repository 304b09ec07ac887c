/**
 * The ledger of a volume from totals alone: what the host counts on one side, what the guest counts on the other, and nothing about where
 * the bytes lie. Formulas, limits and a worked example are in {@code docs/ledger-from-totals.md}.
 *
 * <p>Pure: no Flink, no clock. Guarantees: the best figures sum to provisioned; where the totals are true, every class lies between its
 * low and its high; a total that breaks an invariant is told with its values.
 */
@NullMarked
package io.ullage.job.ledger;

import org.jspecify.annotations.NullMarked;
