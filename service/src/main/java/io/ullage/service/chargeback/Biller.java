package io.ullage.service.chargeback;

import io.ullage.service.chargeback.Usage.Quantity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts prices on what was used. Amounts are exact until the bill is rounded, once per currency; it is then apportioned to tenants, theirs to
 * their machines, and those to their lines, so that every level sums to the one above.
 */
final class Biller {
    /** Decimals of a discount as a ratio: some hang on how much was used, and some compound. */
    private static final int RATIO_DECIMALS = 12;

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final RateCard card;
    private final BillingMonth month;
    private final Instant until;
    private final Function<String, Pool> pools;
    private final long gibMonthSeconds;

    /** @param pools by id; one that nobody reads has neither name nor kind */
    Biller(RateCard card, BillingMonth month, Instant until, Function<String, Pool> pools) {
        this.card = card;
        this.month = month;
        this.until = until;
        this.pools = pools;
        this.gibMonthSeconds = gibMonthSeconds(card, month);
    }

    static long gibMonthSeconds(RateCard card, BillingMonth month) {
        return card.gibMonthHours() == null ? month.seconds() : card.gibMonthHours() * 3600L;
    }

    /** Moments at which a price, a discount or a shared cost begins or ends: no usage may lie on both sides of one. */
    static TreeSet<Instant> cuts(RateCard card) {
        TreeSet<Instant> cuts = new TreeSet<>();
        card.tiers().forEach(tier -> tier.rates()
                .forEach(rate -> cuts.addAll(rate.period().ends())));
        card.discounts().forEach(discount -> cuts.addAll(discount.period().ends()));
        card.sharedCosts().forEach(cost -> cuts.addAll(cost.period().ends()));
        return cuts;
    }

    Bill bill(List<Usage> usages) {
        List<Usage> tiered = usages.stream().map(this::tiered).toList();
        List<Charge> metered = discounted(listed(tiered));
        List<Charge> charges = new ArrayList<>(rounded(metered));
        card.sharedCosts().forEach(cost -> charges.addAll(shared(cost, tiered, metered)));
        return new Bill(month, until, gibMonthSeconds, tiered, charges);
    }

    /** With the tier of its pool, if that has a price then. */
    private Usage tiered(Usage usage) {
        return card.tier(pools.apply(usage.poolId()))
                .filter(tier -> Arrays.stream(ChargedMeasure.values())
                        .anyMatch(measure -> tier.rate(measure, usage.from()).isPresent()))
                .map(tier -> usage.in(tier.name(), tier.currency()))
                .orElse(usage);
    }

    /** At list prices, without amounts. */
    private List<Charge> listed(List<Usage> usages) {
        List<Charge> charges = new ArrayList<>();
        for (Usage usage : usages) {
            Tier tier = card.tier(pools.apply(usage.poolId())).orElse(null);
            if (tier == null) {
                continue;
            }
            boolean snapshotsApart =
                    tier.rate(ChargedMeasure.SNAPSHOT, usage.from()).isPresent();
            for (ChargedMeasure measure : ChargedMeasure.values()) {
                tier.rate(measure, usage.from())
                        .ifPresent(rate -> charges.add(charge(usage, tier, measure, rate.price(), snapshotsApart)));
            }
        }
        charges.sort(Comparator.comparing((Charge charge) -> charge.owner().tenant(), nullsLast())
                .thenComparing(charge -> charge.owner().machineId(), nullsLast())
                .thenComparing(charge -> charge.owner().costCentre(), nullsLast())
                .thenComparing(Charge::volumeId, nullsLast())
                .thenComparing(Charge::from)
                .thenComparing(Charge::poolId, nullsLast())
                .thenComparing(Charge::item));
        return charges;
    }

    private static Comparator<@Nullable String> nullsLast() {
        return Comparator.nullsLast(Comparator.naturalOrder());
    }

    private static Charge charge(
            Usage usage, Tier tier, ChargedMeasure measure, BigDecimal price, boolean snapshotsApart) {
        Quantity quantity = usage.of(measure);
        BigInteger byteSeconds =
                measure == ChargedMeasure.ALLOCATED && snapshotsApart ? usage.allocatedApart() : quantity.byteSeconds();
        return new Charge(
                usage.owner(),
                usage.machineName(),
                usage.volumeId(),
                usage.volumeName(),
                usage.poolId(),
                tier.name(),
                measure.word(),
                usage.from(),
                usage.until(),
                tier.currency(),
                price,
                BigDecimal.ZERO,
                byteSeconds,
                usage.air(measure),
                quantity.seconds(),
                usage.meteredSeconds() - quantity.seconds(),
                BigDecimal.ZERO,
                BigDecimal.ZERO);
    }

    private List<Charge> discounted(List<Charge> listed) {
        List<Charge> charges = listed;
        for (Discount discount : card.discounts()) {
            Map<String, BigInteger> bought = new HashMap<>();
            charges.stream()
                    .filter(charge -> fits(discount, charge))
                    .forEach(charge -> bought.merge(tenantKey(charge.owner()), charge.byteSeconds(), BigInteger::add));
            long seconds = seconds(discount.period());
            Map<String, BigDecimal> ratios = new HashMap<>();
            bought.forEach((tenant, byteSeconds) -> ratios.put(tenant, ratio(discount, byteSeconds, seconds)));
            charges = charges.stream()
                    .map(charge -> fits(discount, charge)
                            ? charge.discountedBy(compound(
                                    charge.discountRatio(),
                                    ratios.getOrDefault(tenantKey(charge.owner()), BigDecimal.ZERO)))
                            : charge)
                    .toList();
        }
        return charges;
    }

    private boolean fits(Discount discount, Charge charge) {
        Tier tier = card.tiers().stream()
                .filter(one -> one.name().equals(charge.tier()))
                .findFirst()
                .orElseThrow();
        return discount.period().contains(charge.from())
                && discount.fits(
                        charge.owner().tenant(),
                        tier,
                        ChargedMeasure.of(charge.item()).orElseThrow());
    }

    /** What is not charged after both. */
    private static BigDecimal compound(BigDecimal one, BigDecimal other) {
        return BigDecimal.ONE
                .subtract(BigDecimal.ONE.subtract(one).multiply(BigDecimal.ONE.subtract(other)))
                .setScale(RATIO_DECIMALS, RoundingMode.HALF_EVEN)
                .stripTrailingZeros();
    }

    /** Of the tenant's average, each band's bytes times its percentage, over all of its bytes. */
    private static BigDecimal ratio(Discount discount, BigInteger byteSeconds, long seconds) {
        if (byteSeconds.signum() == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal percent = BigDecimal.ZERO;
        for (int i = 0; i < discount.bands().size(); i++) {
            BigInteger begin =
                    BigInteger.valueOf(discount.bands().get(i).fromBytes()).multiply(BigInteger.valueOf(seconds));
            BigInteger end = i + 1 == discount.bands().size()
                    ? byteSeconds
                    : BigInteger.valueOf(discount.bands().get(i + 1).fromBytes())
                            .multiply(BigInteger.valueOf(seconds))
                            .min(byteSeconds);
            BigInteger within = end.subtract(begin).max(BigInteger.ZERO);
            percent = percent.add(discount.bands().get(i).percent().multiply(new BigDecimal(within)));
        }
        return percent.divide(new BigDecimal(byteSeconds).multiply(HUNDRED), RATIO_DECIMALS, RoundingMode.HALF_EVEN);
    }

    /** Of the month so far, for which it holds. */
    private long seconds(Period period) {
        long from = period.from() == null
                ? month.start().getEpochSecond()
                : Math.max(period.from().getEpochSecond(), month.start().getEpochSecond());
        long to = period.until() == null
                ? until.getEpochSecond()
                : Math.min(period.until().getEpochSecond(), until.getEpochSecond());
        return Math.max(0, to - from);
    }

    private List<Charge> rounded(List<Charge> metered) {
        Map<Currency, List<Charge>> byCurrency = new TreeMap<>(Comparator.comparing(Currency::getCurrencyCode));
        metered.forEach(charge -> byCurrency
                .computeIfAbsent(charge.currency(), currency -> new ArrayList<>())
                .add(charge));
        List<Charge> charges = new ArrayList<>();
        byCurrency.forEach((currency, all) -> {
            long net = coins(sum(all, Charge::weight), currency);
            long list = coins(sum(all, Charge::listWeight), currency);
            List<Function<Charge, Object>> levels = List.of(charge -> tenantKey(charge.owner()), Charge::owner);
            List<Long> amounts = split(net, all, Charge::weight, levels);
            List<Long> discounts = split(list - net, all, Charge::discountWeight, levels);
            for (int i = 0; i < all.size(); i++) {
                charges.add(all.get(i).paying(money(amounts.get(i), currency), money(discounts.get(i), currency)));
            }
        });
        return charges;
    }

    private static BigDecimal sum(List<Charge> charges, Function<Charge, BigDecimal> weight) {
        return charges.stream().map(weight).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Half a coin goes to the even neighbour. */
    private long coins(BigDecimal weight, Currency currency) {
        return weight.movePointRight(currency.getDefaultFractionDigits())
                .divide(RateCard.GIB.multiply(BigDecimal.valueOf(gibMonthSeconds)), 0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }

    private static BigDecimal money(long coins, Currency currency) {
        return BigDecimal.valueOf(coins, currency.getDefaultFractionDigits());
    }

    /** One tenant, or those without one. */
    private static String tenantKey(Owner owner) {
        String tenant = owner.tenant();
        return tenant == null ? "-" : "+" + tenant;
    }

    /** Apportions to groups, then within each group; in the order of the list. */
    private static <T> List<Long> split(
            long whole, List<T> items, Function<T, BigDecimal> weight, List<? extends Function<T, ?>> levels) {
        if (levels.isEmpty()) {
            return Apportionment.of(whole, items.stream().map(weight).toList());
        }
        Map<Object, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i++) {
            groups.computeIfAbsent(levels.get(0).apply(items.get(i)), key -> new ArrayList<>())
                    .add(i);
        }
        List<List<Integer>> members = List.copyOf(groups.values());
        List<Long> wholes = Apportionment.of(
                whole,
                members.stream()
                        .map(group -> group.stream()
                                .map(i -> weight.apply(items.get(i)))
                                .reduce(BigDecimal.ZERO, BigDecimal::add))
                        .toList());
        Long[] shares = new Long[items.size()];
        for (int g = 0; g < members.size(); g++) {
            List<Integer> group = members.get(g);
            List<Long> within = split(
                    wholes.get(g), group.stream().map(items::get).toList(), weight, levels.subList(1, levels.size()));
            for (int i = 0; i < group.size(); i++) {
                shares[group.get(i)] = within.get(i);
            }
        }
        return List.of(shares);
    }

    /** The part of the cost that falls into the month so far, over owners and pools. */
    private List<Charge> shared(SharedCost cost, List<Usage> usages, List<Charge> metered) {
        long seconds = seconds(cost.period());
        if (seconds == 0) {
            return List.of();
        }
        long coins = cost.amount()
                .movePointRight(cost.currency().getDefaultFractionDigits())
                .multiply(BigDecimal.valueOf(seconds))
                .divide(BigDecimal.valueOf(month.seconds()), 0, RoundingMode.HALF_EVEN)
                .longValueExact();
        List<SharedBy> takers = cost.measure() == null ? byCost(cost, metered) : byUse(cost, usages);
        if (takers.stream().allMatch(taker -> taker.weight().signum() == 0)) {
            takers = List.of(new SharedBy(Owner.NOBODY, null, null, BigDecimal.ONE));
        }
        List<Long> shares = split(
                coins,
                takers,
                SharedBy::weight,
                List.of((SharedBy taker) -> tenantKey(taker.owner()), SharedBy::owner));
        List<Charge> charges = new ArrayList<>();
        for (int i = 0; i < takers.size(); i++) {
            charges.add(takers.get(i).charge(cost, month, until, money(shares.get(i), cost.currency())));
        }
        return charges;
    }

    private List<SharedBy> byUse(SharedCost cost, List<Usage> usages) {
        Map<SharedBy, BigDecimal> weights = new LinkedHashMap<>();
        for (Usage usage : usages) {
            if (cost.pools().fits(pools.apply(usage.poolId())) && cost.period().contains(usage.from())) {
                weights.merge(
                        new SharedBy(usage.owner(), usage.machineName(), usage.poolId(), BigDecimal.ZERO),
                        new BigDecimal(
                                usage.of(Objects.requireNonNull(cost.measure())).byteSeconds()),
                        BigDecimal::add);
            }
        }
        return SharedBy.sorted(weights);
    }

    private List<SharedBy> byCost(SharedCost cost, List<Charge> metered) {
        Map<SharedBy, BigDecimal> weights = new LinkedHashMap<>();
        for (Charge charge : metered) {
            String poolId = Objects.requireNonNull(charge.poolId());
            if (cost.pools().fits(pools.apply(poolId))
                    && cost.period().contains(charge.from())
                    && charge.currency().equals(cost.currency())) {
                weights.merge(
                        new SharedBy(charge.owner(), charge.machineName(), poolId, BigDecimal.ZERO),
                        charge.weight(),
                        BigDecimal::add);
            }
        }
        return SharedBy.sorted(weights);
    }

    /** Who takes part in a shared cost, and with what weight. */
    private record SharedBy(
            Owner owner,
            @Nullable String machineName,
            @Nullable String poolId,
            BigDecimal weight) {
        static List<SharedBy> sorted(Map<SharedBy, BigDecimal> weights) {
            return weights.entrySet().stream()
                    .map(entry -> new SharedBy(
                            entry.getKey().owner(),
                            entry.getKey().machineName(),
                            entry.getKey().poolId(),
                            entry.getValue()))
                    .sorted(Comparator.comparing(
                                    (SharedBy taker) -> taker.owner().tenant(), nullsLast())
                            .thenComparing(taker -> taker.owner().machineId(), nullsLast())
                            .thenComparing(taker -> taker.owner().costCentre(), nullsLast())
                            .thenComparing(SharedBy::poolId, nullsLast()))
                    .toList();
        }

        Charge charge(SharedCost cost, BillingMonth month, Instant until, BigDecimal amount) {
            return new Charge(
                    owner,
                    machineName,
                    null,
                    null,
                    poolId,
                    null,
                    cost.name(),
                    month.start(),
                    until,
                    cost.currency(),
                    null,
                    BigDecimal.ZERO,
                    cost.measure() == null ? BigInteger.ZERO : weight.toBigInteger(),
                    BigInteger.ZERO,
                    0,
                    0,
                    amount,
                    BigDecimal.ZERO);
        }
    }
}
