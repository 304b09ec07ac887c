package io.ullage.service.chargeback;

import io.ullage.service.chargeback.Owner.Standing;
import io.ullage.service.chargeback.Usage.AirSeconds;
import io.ullage.service.chargeback.Usage.Quantity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A bill by tenant, cost centre, machine or pool: what was used on average, what of it was air, and what it costs. Rows of a bill are
 * disjoint, in bytes and in money; one has one currency.
 *
 * @param standing how much is known of whose it is; absent where the row is not about that
 * @param currency absent where nothing has a price
 * @param cost to be paid: list − discount + shared; absent without a price
 * @param airCost the part of the cost that is for bytes provisioned and not in use; rounded by itself
 * @param unmeteredHours volumes × hours for which nobody read them
 * @param unknownHours volumes × hours for which a measure that has a price is not known
 */
public record BillRow(
        @Nullable Standing standing,
        @Nullable String tenant,
        @Nullable String costCentre,
        @Nullable String machineId,
        @Nullable String machineName,
        @Nullable String poolId,
        long volumes,
        long provisionedBytes,
        @Nullable Long allocatedBytes,
        @Nullable Long liveBytes,
        @Nullable Long snapshotBytes,
        @Nullable Long dedupAttributedBytes,
        long airBytes,
        long ullageBytes,
        long reservedBytes,
        long zeroedBytes,
        long deadBytes,
        long strandedBytes,
        @Nullable String currency,
        @Nullable BigDecimal list,
        @Nullable BigDecimal discount,
        @Nullable BigDecimal shared,
        @Nullable BigDecimal cost,
        @Nullable BigDecimal airCost,
        double unmeteredHours,
        double unknownHours) {

    private record Key(
            @Nullable Standing standing,
            @Nullable String tenant,
            @Nullable String costCentre,
            @Nullable String machineId,
            @Nullable String poolId,
            @Nullable Currency currency) {

        static Key of(By by, Owner owner, @Nullable String poolId, @Nullable Currency currency) {
            Standing standing = owner.standing();
            return switch (by) {
                case TENANT -> new Key(standing, owner.tenant(), null, null, null, currency);
                case COST_CENTRE ->
                    new Key(
                            owner.costCentre() == null ? standing : null,
                            null,
                            owner.costCentre(),
                            null,
                            null,
                            currency);
                case VM -> new Key(standing, owner.tenant(), owner.costCentre(), owner.machineId(), null, currency);
                case POOL -> new Key(null, null, null, null, poolId, currency);
            };
        }
    }

    /** The dearest first; what nobody owns last. */
    static List<BillRow> of(Bill bill, By by) {
        Map<Key, Group> groups = new HashMap<>();
        for (Usage usage : bill.usages()) {
            groups.computeIfAbsent(Key.of(by, usage.owner(), usage.poolId(), usage.currency()), key -> new Group())
                    .usages
                    .add(usage);
        }
        for (Charge charge : bill.charges()) {
            groups.computeIfAbsent(Key.of(by, charge.owner(), charge.poolId(), charge.currency()), key -> new Group())
                    .charges
                    .add(charge);
        }
        return groups.entrySet().stream()
                .map(entry -> entry.getValue().row(entry.getKey(), bill))
                .sorted(Comparator.comparing((BillRow row) -> row.currency(), text())
                        .thenComparing(row -> isNobodys(row, by))
                        .thenComparing(
                                BillRow::cost,
                                Comparator.nullsLast(
                                        Comparator.<BigDecimal>naturalOrder().reversed()))
                        .thenComparing(
                                Comparator.comparing(BillRow::provisionedBytes).reversed())
                        .thenComparing(row -> String.valueOf(row.standing()))
                        .thenComparing(BillRow::tenant, text())
                        .thenComparing(BillRow::costCentre, text())
                        .thenComparing(BillRow::machineId, text())
                        .thenComparing(BillRow::poolId, text()))
                .toList();
    }

    private static Comparator<@Nullable String> text() {
        return Comparator.nullsLast(Comparator.naturalOrder());
    }

    private static boolean isNobodys(BillRow row, By by) {
        return switch (by) {
            case TENANT -> row.tenant == null;
            case COST_CENTRE -> row.costCentre == null;
            case VM -> row.machineId == null;
            case POOL -> row.poolId == null;
        };
    }

    /** What the row is about, for people. */
    public String label() {
        if (poolId != null) {
            return poolId;
        }
        if (machineId != null) {
            return machineName == null ? machineId : machineName;
        }
        if (costCentre != null) {
            return costCentre;
        }
        return standing == null ? "(nobody)" : label(standing, tenant);
    }

    static String label(Standing standing, @Nullable String tenant) {
        return switch (standing) {
            case TENANT -> tenant == null ? "(no cost centre)" : tenant;
            case NO_TENANT -> "(no tenant)";
            case NO_MACHINE -> "(no machine)";
        };
    }

    private static final class Group {
        private final List<Usage> usages = new ArrayList<>();
        private final List<Charge> charges = new ArrayList<>();

        BillRow row(Key key, Bill bill) {
            Set<String> volumes = new HashSet<>();
            usages.forEach(usage -> volumes.add(usage.volumeId()));
            Set<@Nullable String> names = new HashSet<>();
            usages.forEach(usage -> names.add(usage.machineName()));
            charges.forEach(charge -> names.add(charge.machineName()));
            long seconds = bill.seconds();
            int digits = key.currency() == null ? 0 : key.currency().getDefaultFractionDigits();
            BigDecimal paid = amounts(digits, charge -> !charge.shared(), Charge::amount);
            BigDecimal discount = amounts(digits, charge -> !charge.shared(), Charge::discount);
            BigDecimal shared = amounts(digits, Charge::shared, Charge::amount);
            boolean priced = key.currency() != null;
            return new BillRow(
                    key.standing(),
                    key.tenant(),
                    key.costCentre(),
                    key.machineId(),
                    key.machineId() == null ? null : names.iterator().next(),
                    key.poolId(),
                    volumes.size(),
                    average(usage -> usage.provisioned().byteSeconds(), seconds),
                    average(seconds, Usage::allocated),
                    average(seconds, Usage::live),
                    average(seconds, Usage::snapshot),
                    average(seconds, Usage::dedupAttributed),
                    average(usage -> usage.air().all(), seconds),
                    air(AirSeconds::ullage, seconds),
                    air(AirSeconds::reserved, seconds),
                    air(AirSeconds::zeroed, seconds),
                    air(AirSeconds::dead, seconds),
                    air(AirSeconds::stranded, seconds),
                    priced ? key.currency().getCurrencyCode() : null,
                    priced ? paid.add(discount) : null,
                    priced ? discount : null,
                    priced ? shared : null,
                    priced ? paid.add(shared) : null,
                    priced ? airCost(key.currency(), bill.gibMonthSeconds()) : null,
                    hours(usages.stream().mapToLong(Usage::unmeteredSeconds).sum()),
                    hours(charges.stream().mapToLong(Charge::unknownSeconds).sum()));
        }

        private BigDecimal amounts(int digits, Predicate<Charge> which, Function<Charge, BigDecimal> amount) {
            return charges.stream().filter(which).map(amount).reduce(BigDecimal.ZERO.setScale(digits), BigDecimal::add);
        }

        private BigDecimal airCost(Currency currency, long gibMonthSeconds) {
            BigDecimal weight = charges.stream().map(Charge::airWeight).reduce(BigDecimal.ZERO, BigDecimal::add);
            return weight.divide(
                    RateCard.GIB.multiply(BigDecimal.valueOf(gibMonthSeconds)),
                    currency.getDefaultFractionDigits(),
                    RoundingMode.HALF_EVEN);
        }

        private long air(Function<AirSeconds, BigInteger> which, long seconds) {
            return average(usage -> which.apply(usage.air()), seconds);
        }

        private long average(Function<Usage, BigInteger> byteSeconds, long seconds) {
            BigInteger sum = usages.stream().map(byteSeconds).reduce(BigInteger.ZERO, BigInteger::add);
            return new BigDecimal(sum)
                    .divide(BigDecimal.valueOf(seconds), 0, RoundingMode.HALF_EVEN)
                    .longValueExact();
        }

        private @Nullable Long average(long seconds, Function<Usage, Quantity> quantity) {
            boolean known =
                    usages.stream().anyMatch(usage -> quantity.apply(usage).seconds() > 0);
            return known ? average(usage -> quantity.apply(usage).byteSeconds(), seconds) : null;
        }

        private static double hours(long seconds) {
            return seconds / 3600.0;
        }
    }
}
