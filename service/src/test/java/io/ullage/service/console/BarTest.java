package io.ullage.service.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ullage.schema.ledger.LedgerClass;
import io.ullage.service.console.Bar.Segment;
import java.util.List;
import org.junit.jupiter.api.Test;

class BarTest {
    @Test
    void everyClassHasItsPlace() {
        assertThat(Bar.ORDER).containsExactlyInAnyOrder(LedgerClass.values());
    }

    @Test
    void segmentsStandSideBySideAndFillTheBar() {
        Bar bar = Bar.of(one -> switch (one) {
            case LIVE -> 1;
            case DEAD -> 2;
            case ULLAGE -> 5;
            case CLAIMED, STRANDED, ZEROED, RESERVED, UNSEEN -> 0;
        });

        assertThat(bar.segments())
                .extracting(Segment::style, Segment::x, Segment::width)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("live", 0.0, 125.0),
                        org.assertj.core.groups.Tuple.tuple("dead", 125.0, 250.0),
                        org.assertj.core.groups.Tuple.tuple("ullage", 375.0, 625.0));
        assertThat(bar.label()).isEqualTo("live 1 B, 12.5 %; dead 2 B, 25.0 %; ullage 5 B, 62.5 %");
    }

    @Test
    void sharesOfExabytesDoNotOverflow() {
        List<Segment> segments = Bar.of(
                        one -> one == LedgerClass.LIVE ? 1L << 61 : one == LedgerClass.DEAD ? 1L << 61 : 0)
                .segments();

        assertThat(segments).extracting(Segment::width).allSatisfy(width -> assertThat(width)
                .isCloseTo(500, within(0.1)));
    }

    @Test
    void nothingProvisionedIsSaid() {
        Bar bar = Bar.of(one -> 0);

        assertThat(bar.segments()).isEmpty();
        assertThat(bar.label()).isEqualTo("nothing provisioned");
    }
}
