package io.ullage.service.chargeback;

import io.ullage.service.chargeback.Owner.Standing;
import io.ullage.service.output.Column;
import io.ullage.service.output.Listing;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant pays by one bill and by another.
 *
 * @param before zero where the first bill has nothing of it
 * @param after zero where the second has nothing
 */
record BillDifference(
        Standing standing, @Nullable String tenant, String currency, BigDecimal before, BigDecimal after) {

    BigDecimal difference() {
        return after.subtract(before);
    }

    /** Tenants who pay another amount, in the order of their names. */
    static List<BillDifference> between(Bill before, Bill after) {
        Map<List<String>, BillDifference> all = new TreeMap<>(Comparator.comparing(Object::toString));
        add(all, before, true);
        add(all, after, false);
        return all.values().stream()
                .filter(one -> one.difference().signum() != 0)
                .toList();
    }

    private static void add(Map<List<String>, BillDifference> all, Bill bill, boolean first) {
        for (Charge charge : bill.charges()) {
            Standing standing = charge.owner().standing();
            String tenant = charge.owner().tenant();
            String currency = charge.currency().getCurrencyCode();
            BigDecimal zero = BigDecimal.ZERO.setScale(charge.amount().scale());
            List<String> key = new ArrayList<>(List.of(currency, standing.name()));
            if (tenant != null) {
                key.add(tenant);
            }
            all.merge(
                    key,
                    new BillDifference(
                            standing, tenant, currency, first ? charge.amount() : zero, first ? zero : charge.amount()),
                    (one, other) -> new BillDifference(
                            standing, tenant, currency, one.before.add(other.before), one.after.add(other.after)));
        }
    }

    static Listing<BillDifference> listing() {
        return Listing.of(
                Column.<BillDifference>text("label", BillDifference::label).titled("TENANT"),
                Column.<BillDifference>text("standing", one -> one.standing().name())
                        .notTabled(),
                Column.<BillDifference>text("tenant", BillDifference::tenant).notTabled(),
                Column.money("before", BillDifference::before),
                Column.money("after", BillDifference::after),
                Column.money("difference", BillDifference::difference),
                Column.<BillDifference>text("currency", BillDifference::currency)
                        .titled(""));
    }

    private String label() {
        return BillRow.label(standing, tenant);
    }
}
