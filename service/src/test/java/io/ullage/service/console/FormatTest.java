package io.ullage.service.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.schema.ledger.Estimate;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FormatTest {
    private static final long GIB = 1L << 30;

    @Test
    void anExactFigureHasNoBounds() {
        assertThat(Format.bounds(Estimate.exact(5 * GIB))).isEmpty();
    }

    @Test
    void anEstimateHasThem() {
        assertThat(Format.bounds(Estimate.bounded(0, GIB, 3 * GIB))).isEqualTo("0 B to 3.0 GiB");
    }

    @Test
    void boundsThatReadAlikeSayNothing() {
        assertThat(Format.bounds(Estimate.bounded(5 * GIB, 5 * GIB + 1, 5 * GIB + 2)))
                .isEmpty();
    }

    @Test
    void agesAreInTheUnitThatOneWouldSay() {
        assertThat(Format.duration(Duration.ofSeconds(1))).isEqualTo("1 second");
        assertThat(Format.duration(Duration.ofSeconds(119))).isEqualTo("1 minute");
        assertThat(Format.duration(Duration.ofHours(47))).isEqualTo("47 hours");
        assertThat(Format.duration(Duration.ofHours(48))).isEqualTo("2 days");
        assertThat(Format.duration(Duration.ofDays(729))).isEqualTo("729 days");
        assertThat(Format.duration(Duration.ofDays(730))).isEqualTo("2 years");
    }

    @Test
    void whatLiesAheadIsATimeNotAnAge() {
        Instant now = Instant.parse("2026-11-22T12:00:00Z");
        assertThat(Format.ago(now.minusSeconds(3600), now)).isEqualTo("1 hour ago");
        assertThat(Format.ago(now.plusSeconds(60), now)).isEqualTo("2026-11-22 12:01 UTC");
    }

    @Test
    void moneyHasCentsAndItsCurrency() {
        assertThat(Format.money(new BigDecimal("1234.565"), "EUR")).isEqualTo("1,234.56 EUR");
    }

    @Test
    void aShareOfNothingIsNothing() {
        assertThat(Format.share(0, 0)).isEqualTo("0.0 %");
        assertThat(Format.share(1, 4)).isEqualTo("25.0 %");
    }

    @Test
    void constantsAreWords() {
        assertThat(Format.word("NOT_FILLING")).isEqualTo("not filling");
        assertThat(Format.sentence("trim what the guest deleted")).isEqualTo("Trim what the guest deleted");
    }
}
