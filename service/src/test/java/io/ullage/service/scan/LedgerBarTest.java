package io.ullage.service.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.schema.ledger.LedgerBytes;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LedgerBarTest {
    @Test
    void lettersByShare() {
        assertThat(LedgerBar.draw(volume(Readings.ledger(100, 50, 20, 0, 0, 0)), 20, false))
                .isEqualTo("[" + "L".repeat(10) + "D".repeat(4) + ".".repeat(6) + "]");
    }

    @Test
    void whatIsThereIsSeenHoweverSmall() {
        assertThat(LedgerBar.draw(volume(new LedgerBytes(1, 0, 1, 0, 0, 0, 1L << 40, 0)), 20, false))
                .isEqualTo("[LD" + ".".repeat(18) + "]");
    }

    @Test
    void coloursAreEnded() {
        String bar = LedgerBar.draw(volume(Readings.ledger(100, 50, 20, 0, 0, 0)), 20, true);
        assertThat(bar).contains("\u001b[32m██").contains("·").endsWith("\u001b[0m]");
    }

    @Property
    void barIsAlwaysFull(
            @ForAll @IntRange(max = 20) int live,
            @ForAll @IntRange(max = 20) int dead,
            @ForAll @IntRange(max = 20) int stranded,
            @ForAll @IntRange(max = 20) int zeroed,
            @ForAll @IntRange(max = 20) int reserved,
            @ForAll @IntRange(min = 8, max = 120) int cells) {
        LedgerBytes ledger = Readings.ledger(100, live, dead, stranded, zeroed, reserved);
        assertThat(LedgerBar.draw(volume(ledger), cells, false)).hasSize(cells + 2);
    }

    private static ScannedVolume volume(LedgerBytes ledger) {
        return ScanAssembler.assemble(Readings.collected(Readings.volume("/srv/a.raw", "raw", null, ledger)))
                .volumes()
                .get(0);
    }
}
