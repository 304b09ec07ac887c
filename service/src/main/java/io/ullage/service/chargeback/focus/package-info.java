/**
 * The dataset Cost and Usage of <a href="https://focus.finops.org/focus-specification/v1-3/">FOCUS</a> 1.3 (December 2025) and 1.4
 * (June 2026), the FinOps Foundation's format for bills, as CSV. 1.3 names provider and publisher twice, in columns that 1.4 has dropped.
 * Columns that are ours begin with {@code x_}.
 *
 * <p>Guarantees: {@code BilledCost} sums to the bill; {@code ListCost} and {@code ContractedCost} are the product of unit price and
 * quantity, in decimals and also in the binary64 that validators reckon in.
 */
@NullMarked
package io.ullage.service.chargeback.focus;

import org.jspecify.annotations.NullMarked;
