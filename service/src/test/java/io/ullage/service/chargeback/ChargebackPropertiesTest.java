package io.ullage.service.chargeback;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.service.chargeback.Usage.Quantity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Arithmetic of a month: over owners, gaps, late data, months with 743 to 745 hours, prices that change, and discounts. */
class ChargebackPropertiesTest {

    @Property(tries = 300)
    void everyWayToGroupSumsToTheBillToTheLastCoin(@ForAll long seed) {
        Bill bill = new MadeUpMonth(seed).bill();
        for (By by : By.values()) {
            Map<String, BigDecimal> sums = new TreeMap<>();
            for (BillRow row : BillRow.of(bill, by)) {
                if (row.currency() != null) {
                    sums.merge(row.currency(), row.cost(), BigDecimal::add);
                    assertThat(row.list().subtract(row.discount()).add(row.shared()))
                            .isEqualTo(row.cost());
                }
            }
            assertThat(sums).as(by.toString()).isEqualTo(totals(bill));
        }
    }

    /** What is rounded is the exact sum of all charges, once; nobody is off by a whole coin. */
    @Property(tries = 300)
    void theBillIsTheExactSumRoundedOnce(@ForAll long seed) {
        MadeUpMonth made = new MadeUpMonth(seed);
        Bill bill = made.bill();
        BigDecimal unit = RateCard.GIB.multiply(BigDecimal.valueOf(bill.gibMonthSeconds()));
        for (Currency currency : bill.totals().keySet()) {
            int digits = currency.getDefaultFractionDigits();
            List<Charge> metered = bill.charges().stream()
                    .filter(charge -> !charge.shared() && charge.currency().equals(currency))
                    .toList();
            BigDecimal exact = sum(metered, Charge::weight).divide(unit, MathContext.DECIMAL128);
            assertThat(sum(metered, Charge::amount))
                    .isEqualByComparingTo(exact.setScale(digits, RoundingMode.HALF_EVEN));
            Map<Owner, List<Charge>> owners = new HashMap<>();
            metered.forEach(charge -> owners.computeIfAbsent(charge.owner(), owner -> new ArrayList<>())
                    .add(charge));
            Map<String, BigDecimal> errors = new HashMap<>();
            owners.forEach((owner, charges) -> errors.merge(
                    String.valueOf(owner.tenant()),
                    sum(charges, Charge::amount)
                            .subtract(sum(charges, Charge::weight).divide(unit, MathContext.DECIMAL128)),
                    BigDecimal::add));
            assertThat(errors.values())
                    .allSatisfy(error -> assertThat(error.abs()).isLessThan(BigDecimal.valueOf(15, digits + 1)));
        }
        for (SharedCost cost : made.card.sharedCosts()) {
            Instant until = cost.period().until();
            long seconds = until == null
                    ? made.month.seconds()
                    : until.getEpochSecond() - made.month.start().getEpochSecond();
            assertThat(sum(
                            bill.charges().stream()
                                    .filter(charge -> charge.item().equals(cost.name()))
                                    .toList(),
                            Charge::amount))
                    .isEqualByComparingTo(cost.amount()
                            .multiply(BigDecimal.valueOf(seconds))
                            .divide(
                                    BigDecimal.valueOf(made.month.seconds()),
                                    cost.currency().getDefaultFractionDigits(),
                                    RoundingMode.HALF_EVEN));
        }
    }

    /** The oracle looks at every second by itself. */
    @Property(tries = 6)
    void theMeterCountsWhatEverySecondSays(@ForAll long seed) {
        MadeUpMonth made = new MadeUpMonth(seed);
        Map<String, BigInteger> counted = new TreeMap<>();
        for (Usage usage : made.usages()) {
            String who = usage.volumeId() + " " + usage.poolId() + " " + usage.owner();
            add(counted, who + " seconds", usage.meteredSeconds());
            add(counted, who + " unmetered", usage.unmeteredSeconds());
            add(counted, who + " provisioned", usage.provisioned());
            add(counted, who + " allocated", usage.allocated());
            add(counted, who + " live", usage.live());
            add(counted, who + " snapshot", usage.snapshot());
            add(counted, who + " dedup", usage.dedupAttributed());
        }
        counted.values().removeIf(value -> value.signum() == 0);
        assertThat(counted).isEqualTo(EverySecond.of(made));
    }

    @Property(tries = 200)
    void cuttingTheMonthAnywhereChangesNothing(@ForAll long seed, @ForAll @Size(max = 6) List<Long> points) {
        MadeUpMonth made = new MadeUpMonth(seed);
        TreeSet<Instant> cuts = Biller.cuts(made.card);
        points.forEach(point -> cuts.add(made.month.start().plusSeconds(Math.floorMod(point, made.month.seconds()))));
        Bill cut = made.biller(made.card).bill(made.usages(made.readings, cuts));
        assertThat(tenants(cut)).isEqualTo(tenants(made.bill()));
    }

    /** Late or not, the readings are the same; those of a volume come in the order of time from the store. */
    @Property(tries = 100)
    void theOrderOfReadingChangesNothing(@ForAll long seed) {
        MadeUpMonth made = new MadeUpMonth(seed);
        assertThat(made.usages(made.shuffled(), Biller.cuts(made.card))).isEqualTo(made.usages());
    }

    /** A reading that says what the one before it says, while that stands, says nothing new. */
    @Property(tries = 100)
    void aReadingInBetweenThatSaysTheSameChangesNothing(@ForAll long seed) {
        MadeUpMonth made = new MadeUpMonth(seed);
        Random random = new Random(seed);
        List<Observation> more = new ArrayList<>();
        for (int i = 0; i < made.readings.size(); i++) {
            Observation one = made.readings.get(i);
            more.add(one);
            boolean followed = i + 1 < made.readings.size()
                    && made.readings.get(i + 1).volumeId().equals(one.volumeId());
            long room = followed ? made.readings.get(i + 1).start() - one.start() : 0;
            if (room > 1 && room <= MadeUpMonth.CARRY_SECONDS) {
                more.add(at(one, one.start() + 1 + random.nextInt((int) room - 1)));
            }
        }
        assertThat(made.usages(more, Biller.cuts(made.card))).isEqualTo(made.usages());
    }

    private static Observation at(Observation one, long start) {
        return new Observation(
                start,
                one.volumeId(),
                one.volumeName(),
                one.poolId(),
                one.cycle(),
                one.machineId(),
                one.disk(),
                one.provisionedBytes(),
                one.allocatedBytes(),
                one.guestLiveBytes(),
                one.snapshotBytes(),
                one.poolSnapshotBytes(),
                one.air());
    }

    @Property(tries = 1000)
    void sharesSumToTheWholeAndAreTheirExactOnesRounded(
            @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long whole,
            @ForAll @Size(min = 1, max = 12) List<@LongRange(min = 0, max = Long.MAX_VALUE) Long> weights,
            @ForAll @IntRange(max = 9) int scale) {
        List<BigDecimal> exact = weights.stream()
                .map(weight -> BigDecimal.valueOf(weight, scale))
                .toList();
        BigDecimal sum = exact.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        List<Long> shares = Apportionment.of(whole, exact);
        assertThat(shares.stream().mapToLong(Long::longValue).sum()).isEqualTo(sum.signum() == 0 ? 0 : whole);
        for (int i = 0; i < shares.size() && sum.signum() > 0; i++) {
            BigDecimal part = exact.get(i).multiply(BigDecimal.valueOf(whole));
            long floor = part.divideToIntegralValue(sum).longValueExact();
            boolean whole0 = part.remainder(sum).signum() == 0;
            assertThat(shares.get(i)).isBetween(floor, whole0 ? floor : floor + 1);
        }
    }

    private static Map<String, BigDecimal> totals(Bill bill) {
        Map<String, BigDecimal> totals = new TreeMap<>();
        bill.totals().forEach((currency, total) -> totals.put(currency.getCurrencyCode(), total));
        // A row may have usage in a currency and no charge in it.
        bill.usages().stream()
                .map(Usage::currency)
                .filter(currency -> currency != null)
                .forEach(currency -> totals.putIfAbsent(
                        currency.getCurrencyCode(), BigDecimal.ZERO.setScale(currency.getDefaultFractionDigits())));
        return totals;
    }

    private static Map<String, BigDecimal> tenants(Bill bill) {
        Map<String, BigDecimal> tenants = new TreeMap<>();
        bill.charges()
                .forEach(charge -> tenants.merge(
                        charge.owner().tenant() + " " + charge.currency(), charge.amount(), BigDecimal::add));
        return tenants;
    }

    private static BigDecimal sum(List<Charge> charges, Function<Charge, BigDecimal> what) {
        return charges.stream().map(what).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static void add(Map<String, BigInteger> sums, String key, Quantity quantity) {
        sums.merge(key, quantity.byteSeconds(), BigInteger::add);
    }

    private static void add(Map<String, BigInteger> sums, String key, long seconds) {
        sums.merge(key, BigInteger.valueOf(seconds), BigInteger::add);
    }
}
