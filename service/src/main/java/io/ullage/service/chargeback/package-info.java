/**
 * What storage costs and who pays for it: prices from a rate card, byte-seconds from the ledger, owners from the inventory. The export
 * is <a href="https://focus.finops.org/focus-specification/v1-3/">FOCUS</a>; {@code docs/chargeback.md} gives every rule.
 *
 * <p>Guarantees: bytes × seconds are whole numbers and money is decimal, from the first reading to the last cent; what tenants pay sums
 * to the bill, and so does every other way to group it; a price, an owner or a discount that changes within the month changes it from
 * that second on; what nobody owns, nobody read or nobody priced is a line of its own and never a zero; a closed month stays as it is
 * until somebody restates it with a reason.
 */
@NullMarked
package io.ullage.service.chargeback;

import org.jspecify.annotations.NullMarked;
