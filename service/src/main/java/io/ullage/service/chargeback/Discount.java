package io.ullage.service.chargeback;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Part of the list price that is not charged. Several that hold compound.
 *
 * @param tenants who gets it; empty for all, also for what nobody owns
 * @param tiers on what; empty for all
 * @param measures on what; empty for all
 * @param bands ascending; each percentage holds for the bytes within its band, like brackets of a tax
 */
public record Discount(
        String name,
        Set<String> tenants,
        Set<String> tiers,
        Set<ChargedMeasure> measures,
        Period period,
        List<Band> bands) {
    /**
     * @param fromBytes of the tenant's average over the time that the discount holds in the month
     * @param percent 0 to 100
     */
    public record Band(long fromBytes, BigDecimal percent) {}

    public Discount {
        tenants = Set.copyOf(tenants);
        tiers = Set.copyOf(tiers);
        measures = Set.copyOf(measures);
        bands = List.copyOf(bands);
    }

    boolean fits(@Nullable String tenant, Tier tier, ChargedMeasure measure) {
        return (tenants.isEmpty() || (tenant != null && tenants.contains(tenant)))
                && (tiers.isEmpty() || tiers.contains(tier.name()))
                && (measures.isEmpty() || measures.contains(measure));
    }
}
