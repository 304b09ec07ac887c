package io.ullage.service.chargeback;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bill with what there is to say about it.
 *
 * @param closed absent while the month is open
 * @param pending what would change if it were worked out from the store as it is now, by tenant; absent where that was not asked
 */
record ShownBill(
        Bill bill, @Nullable ClosedMonth closed, @Nullable List<BillDifference> pending) {
    String state() {
        return closed != null ? "CLOSED" : bill.running() ? "RUNNING" : "OPEN";
    }
}
