package io.ullage.service.chargeback;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.service.chargeback.Observation.Air;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bills that can be checked by hand. */
class BillTest {
    private static final long GIB = 1L << 30;

    /** A GiB for a month costs the price of a GiB-month, however long the month is. */
    @ParameterizedTest
    @CsvSource({"2026-03, 743, 10.00, 10.18", "2026-10, 745, 10.00, 10.21", "2026-02, 672, 10.00, 9.21"})
    void aMonthHasTheHoursThatItsZoneGivesIt(String month, long hours, BigDecimal ofMonth, BigDecimal of730) {
        BillingMonth billed = BillingMonth.of(YearMonth.parse(month), ZoneId.of("Europe/Vienna"));
        assertThat(billed.seconds()).isEqualTo(hours * 3600);
        String card = """
                currency: EUR
                timeZone: Europe/Vienna
                tiers: [{name: t, rates: [{measure: provisioned, price: 10}]}]
                """;
        assertThat(total(bill(card, billed, whole(billed)))).isEqualByComparingTo(ofMonth);
        assertThat(total(bill("gibMonth: 730h\n" + card, billed, whole(billed))))
                .isEqualByComparingTo(of730);
    }

    /** Of 200 GiB on average, the first 50 at the full price, 50 at 10 % less, 100 at 20 % less: 12.5 % in all. */
    @Test
    void eachBandOfADiscountHoldsForItsOwnBytes() {
        BillingMonth month = BillingMonth.of(YearMonth.of(2026, 10), ZoneId.of("UTC"));
        Bill bill = bill("""
                currency: EUR
                tiers: [{name: t, rates: [{measure: provisioned, price: 1}]}]
                discounts:
                  - {name: bulk, bands: [{above: 50 GiB, percent: 10}, {above: 100 GiB, percent: 20}]}
                """, month, List.of(reading(month.start(), "v", 200 * GIB, null, "m")));
        assertThat(total(bill)).isEqualByComparingTo("175.00");
        assertThat(BillRow.of(bill, By.TENANT).get(0).discount()).isEqualByComparingTo("25.00");
    }

    @Test
    void theWorkedExampleOfTheDocumentation() {
        BillingMonth month = BillingMonth.of(YearMonth.of(2026, 10), ZoneId.of("Europe/Vienna"));
        RateCard card = MadeUpMonth.read("""
                currency: EUR
                timeZone: Europe/Vienna
                tiers: [{name: t, rates: [{measure: provisioned, price: 0.02}]}]
                """);
        Ownership owners = new Ownership();
        owners.say("m", 0, "machine", "acme", null);
        owners.say("m", month.start().getEpochSecond() + 864_000, "machine", "globex", null);
        Bill bill = bill(card, month, List.of(reading(month.start(), "v", 100 * GIB, null, "m")), owners);
        assertThat(BillRow.of(bill, By.TENANT))
                .extracting(BillRow::tenant, BillRow::cost)
                .containsExactly(
                        Tuple.tuple("globex", new BigDecimal("1.36")), Tuple.tuple("acme", new BigDecimal("0.64")));
    }

    /** Three tenants with a third each of 10.00: the cent that is left goes to the first of equals. */
    @Test
    void ofEqualRemaindersTheFirstGetsTheCoin() {
        assertThat(Apportionment.of(1000, List.of(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE)))
                .containsExactly(334L, 333L, 333L);
        assertThat(Apportionment.of(10, List.of(new BigDecimal("0.5"), new BigDecimal("1.5"))))
                .as("of equal remainders, the larger share first")
                .containsExactly(2L, 8L);
    }

    @Test
    void noByteIsChargedTwiceAsAllocatedAndAsSnapshot() {
        BillingMonth month = BillingMonth.of(YearMonth.of(2026, 10), ZoneId.of("UTC"));
        List<Observation> readings = List.of(reading(month.start(), "v", 100 * GIB, 30 * GIB, "m"));
        String allocated = "{measure: allocated, price: 1}";
        assertThat(total(bill("currency: EUR\ntiers: [{name: t, rates: [" + allocated + "]}]", month, readings)))
                .isEqualByComparingTo("80");
        assertThat(total(bill(
                        "currency: EUR\ntiers: [{name: t, rates: [" + allocated
                                + ", {measure: snapshot, price: 0.1}]}]",
                        month,
                        readings)))
                .as("50 as allocated and 30 at a tenth")
                .isEqualByComparingTo("53");
    }

    /** Provisioned 100, occupied 80 with 30 of snapshots, 20 never written, 40 deleted and not trimmed. */
    @Test
    void airIsWhatIsPaidForAndNotInUse() {
        BillingMonth month = BillingMonth.of(YearMonth.of(2026, 10), ZoneId.of("UTC"));
        Bill bill = bill("""
                currency: EUR
                tiers:
                  - {name: t, rates: [{measure: provisioned, price: 0.1}, {measure: allocated, price: 1}, {measure: snapshot, price: 1}]}
                discounts: [{name: half, percent: 50}]
                """, month, List.of(reading(month.start(), "v", 100 * GIB, 30 * GIB, "m")));
        BillRow row = BillRow.of(bill, By.TENANT).get(0);
        assertThat(row.airBytes()).isEqualTo(60 * GIB);
        assertThat(row.ullageBytes()).isEqualTo(20 * GIB);
        assertThat(row.deadBytes()).isEqualTo(40 * GIB);
        assertThat(row.airCost()).as("(60 × 0.1 + 40 × 1) ÷ 2").isEqualByComparingTo("23");
        assertThat(row.cost()).isEqualByComparingTo("45");
    }

    @Test
    void aSharedCostThatNobodyTakesPartInIsALineOfNobody() {
        BillingMonth month = BillingMonth.of(YearMonth.of(2026, 10), ZoneId.of("UTC"));
        Bill bill = bill("""
                currency: EUR
                tiers: [{name: t, rates: [{measure: provisioned, price: 0}]}]
                sharedCosts: [{name: backup, amount: 77.77, split: live, pools: {ids: [elsewhere]}}]
                """, month, List.of(reading(month.start(), "v", GIB, null, "m")));
        assertThat(total(bill)).isEqualByComparingTo("77.77");
        assertThat(BillRow.of(bill, By.TENANT))
                .extracting(BillRow::label, BillRow::shared)
                .contains(Tuple.tuple("(no machine)", new BigDecimal("77.77")));
    }

    @Test
    void whatHasNoPriceIsALineWithoutMoney() {
        BillingMonth month = BillingMonth.of(YearMonth.of(2026, 10), ZoneId.of("UTC"));
        Bill bill = bill("""
                currency: EUR
                tiers: [{name: t, pools: {ids: [other]}, rates: [{measure: provisioned, price: 1}]}]
                """, month, List.of(reading(month.start(), "v", GIB, null, "m")));
        assertThat(bill.charges()).isEmpty();
        BillRow row = BillRow.of(bill, By.TENANT).get(0);
        assertThat(row.provisionedBytes()).isPositive();
        assertThat(row.cost()).isNull();
        assertThat(row.currency()).isNull();
    }

    private static List<Observation> whole(BillingMonth month) {
        return List.of(reading(month.start(), "v", GIB, null, "m"));
    }

    private static Observation reading(
            Instant start, String volumeId, long provisioned, Long snapshot, String machine) {
        long part = provisioned / 10;
        return new Observation(
                start.getEpochSecond(),
                volumeId,
                "disk",
                "pool",
                "host",
                machine,
                true,
                provisioned,
                part * 8,
                part * 4,
                snapshot,
                null,
                new Air(part * 2, 0, 0, part * 4, 0));
    }

    /** A reading stands for the whole month. */
    private static Bill bill(String yaml, BillingMonth month, List<Observation> readings) {
        Ownership owners = new Ownership();
        owners.say("m", 0, "machine", "acme", null);
        return bill(MadeUpMonth.read(yaml), month, readings, owners);
    }

    private static Bill bill(RateCard card, BillingMonth month, List<Observation> readings, Ownership owners) {
        Meter meter = new Meter(
                month.start(), month.end(), month.seconds(), 1, Biller.cuts(card), owners, new HostCycles(), Map.of());
        readings.forEach(meter::read);
        return new Biller(card, month, month.end(), id -> new Pool(id, null, null)).bill(meter.finish());
    }

    private static BigDecimal total(Bill bill) {
        return bill.totals().values().iterator().next();
    }
}
