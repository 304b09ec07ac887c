package io.ullage.service.chargeback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ullage.job.document.InvalidDocumentException;
import io.ullage.schema.telemetry.PoolKind;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RateCardReaderTest {
    private static final Instant NOW = Instant.parse("2026-10-20T00:00:00Z");

    @Test
    void theExampleIsACard() throws Exception {
        RateCard card = RateCardReader.read("rates.yaml", RateCardReader.exampleText());
        assertThat(card.currency()).isEqualTo(Currency.getInstance("EUR"));
        assertThat(card.carryForward()).isEqualTo(Duration.ofHours(3));
        assertThat(card.tiers()).extracting(Tier::name).containsExactly("fast", "standard");
        assertThat(card.tier(new Pool("host-1:nvme0", null, null)).orElseThrow().name())
                .isEqualTo("fast");
        assertThat(card.tier(new Pool("p", "all ssd", null)).orElseThrow().name())
                .as("a glob over the name")
                .isEqualTo("fast");
        assertThat(card.tier(new Pool("p", null, PoolKind.CEPH)).orElseThrow().name())
                .isEqualTo("fast");
        assertThat(card.tier(new Pool("p", null, null)).orElseThrow().name()).isEqualTo("standard");
    }

    @Test
    void aPriceHoldsUntilTheNextOneOfItsMeasure() throws Exception {
        RateCard card = RateCardReader.read("card", """
                currency: CHF
                timeZone: Europe/Zurich
                tiers:
                  - name: only
                    pools: {ids: [pool-1]}
                    rates:
                      - {measure: allocated, price: 0.07, from: 2026-10-15}
                      - {measure: allocated, price: 0.08}
                      - {measure: live, price: "0.10", until: 2026-10-25T03:00:00+01:00}
                """);
        Pool pool = new Pool("pool-1", null, null);
        Instant change = Instant.parse("2026-10-14T22:00:00Z");
        assertThat(card.pricePerGibMonth(pool, ChargedMeasure.ALLOCATED, change.minusSeconds(1)))
                .contains(money("0.08"));
        assertThat(card.pricePerGibMonth(pool, ChargedMeasure.ALLOCATED, change))
                .contains(money("0.07"));
        assertThat(card.pricePerGibMonth(pool, ChargedMeasure.LIVE, Instant.parse("2026-10-25T01:59:59Z")))
                .contains(money("0.1"));
        assertThat(card.pricePerGibMonth(pool, ChargedMeasure.LIVE, Instant.parse("2026-10-25T02:00:00Z")))
                .as("absent, not zero")
                .isEmpty();
        assertThat(card.pricePerGibMonth(new Pool("pool-2", null, null), ChargedMeasure.ALLOCATED, NOW))
                .isEmpty();
        assertThat(card.pricePerMonth(pool, ChargedMeasure.ALLOCATED, 3L << 29, NOW))
                .contains(money("0.105"));
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        InvalidDocumentException wrong =
                catchThrowableOfType(InvalidDocumentException.class, () -> RateCardReader.read("bad.yaml", """
                        currency: EURO
                        timeZone: Mars/Base
                        gibMonth: 1 month
                        metering: {carryForward: 30d, carry: 1h}
                        tiers:
                          - name: a
                            currency: XAU
                            pools: {kinds: [floppy]}
                            rates:
                              - {measure: allocated, price: -1}
                              - {measure: allocated, price: 0.1, from: 2026-10-01}
                              - {measure: allocated, price: 0.2, from: 2026-10-01}
                              - {measure: used, price: cheap, from: soon}
                          - name: a
                            rates: []
                        discounts:
                          - {name: d, percent: 120, tiers: [b], bands: [{above: 1 TB, percent: 1}]}
                          - {name: e, from: 2026-10-02, until: 2026-10-01}
                        sharedCosts:
                          - {name: s, amount: 1.1234567890123, split: heads}
                          - {amount: 1, split: cost, pools: {}}
                        """));
        assertThat(wrong.problems())
                .extracting(Object::toString)
                .containsExactlyInAnyOrder(
                        "currency: must be a code of ISO 4217 such as EUR, was EURO",
                        "timeZone: must be a time zone such as Europe/Vienna or UTC, was Mars/Base",
                        "gibMonth: must be a number of hours such as 730h; left out, the month has its own, was 1 month",
                        "metering.carryForward: must be a number with s, m, h or d, more than 0 and at most 7d, was 30d",
                        "metering.carry: must be one of [carryForward, dedupCarryForward], was an unknown key",
                        "tiers[0].currency: must be money that one can pay with, was XAU",
                        "tiers[0].pools.kinds[0]: must be one of [FILE_SYSTEM, LVM_THIN, LVM_GROUP, DATASTORE,"
                                + " STORAGE_REPOSITORY, ZPOOL, CEPH, ARRAY], was floppy",
                        "tiers[0].pools: must name ids, globs or kinds, was none",
                        "tiers[0].rates[0].price: must not be negative, was -1",
                        "tiers[0].rates[3].measure: must be one of provisioned, allocated, live, snapshot,"
                                + " dedup-attributed, was used",
                        "tiers[0].rates[3].price: must be a decimal number of at most 15 digits, 12 after the point, was cheap",
                        "tiers[0].rates[3].from: must be a date such as 2026-10-15, a local time such as"
                                + " 2026-10-15T06:00:00 or a time such as 2026-10-15T06:00:00Z, was soon",
                        "tiers[0].rates: must have one price of a measure at a time, was two of allocated from"
                                + " 2026-10-01T00:00:00Z",
                        "tiers[1].rates: must have one at least, was none",
                        "tiers: must have each name once, was a",
                        "discounts[0].percent: must be from 0 to 100, was 120",
                        "discounts[0].bands[0].above: must be a whole number with B, KiB, MiB, GiB, TiB, PiB, was 1 TB",
                        "discounts[0].percent: must be there, or bands, and not both, was both",
                        "discounts[0].tiers: must name tiers of this card, was b",
                        "discounts[1].until: must be after from, 2026-10-02T00:00:00Z, was 2026-10-01T00:00:00Z",
                        "discounts[1].percent: must be there, or bands, and not both, was neither",
                        "sharedCosts[0].amount: must be a decimal number of at most 15 digits, 12 after the point, was"
                                + " 1.1234567890123",
                        "sharedCosts[0].split: must be one of cost, provisioned, allocated, live, snapshot,"
                                + " dedup-attributed, was heads",
                        "sharedCosts[1].name: must be present, was absent",
                        "sharedCosts[1].pools: must name ids, globs or kinds, was none");
    }

    @Test
    void withoutACardNothingIsMadeUp(@TempDir Path data) throws Exception {
        assertThat(RateCardReader.ofDataDirectory(data)).isEmpty();
        Files.writeString(data.resolve(RateCardReader.FILE_NAME), RateCardReader.exampleText());
        assertThat(RateCardReader.ofDataDirectory(data)).isPresent();
    }

    private static Money money(String amount) {
        return new Money(new BigDecimal(amount), Currency.getInstance("CHF"));
    }
}
