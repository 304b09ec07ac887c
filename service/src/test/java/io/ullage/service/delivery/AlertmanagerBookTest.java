package io.ullage.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ullage.job.rule.Matchers;
import io.ullage.schema.alert.AlertSeverity;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AlertmanagerBookTest {
    private static final Instant ARRIVED = Alerts.START.plusSeconds(7200);

    private final AlertmanagerBook book = new AlertmanagerBook(Matchers.ALL);
    private final Alerts pool = Alerts.of("p1");

    @Test
    void whatFiresIsRepeatedUntilItEndsAndTheEndForAQuarterOfAnHour() {
        book.take(pool.firing(1), ARRIVED, false);
        assertThat(book.news()).hasSize(1);
        book.news().forEach(AlertmanagerBook.Item::taken);
        assertThat(book.news()).isEmpty();
        assertThat(book.all(ARRIVED.plusSeconds(86_400))).hasSize(1);

        book.take(pool.resolved(2), ARRIVED, false);
        assertThat(book.news()).singleElement().satisfies(item -> assertThat(item.endsAt())
                .isEqualTo(pool.resolved(2).endsAt()));
        Instant late = ARRIVED.plus(AlertmanagerBook.ENDS_REPEATED).plusSeconds(1);
        assertThat(book.all(late)).as("nobody took it yet").hasSize(1);
        book.news().forEach(AlertmanagerBook.Item::taken);
        assertThat(book.all(ARRIVED.plusSeconds(600))).hasSize(1);
        assertThat(book.all(late)).isEmpty();
    }

    @Test
    void ofLabelsThatChangeTheFormerEnd() {
        book.take(pool.firing(1, AlertSeverity.WARNING), ARRIVED, false);
        book.take(pool.firing(2, AlertSeverity.CRITICAL), ARRIVED, false);
        assertThat(book.all(ARRIVED))
                .extracting(item -> item.alert().severity(), item -> item.endsAt() != null)
                .containsExactlyInAnyOrder(tuple(AlertSeverity.WARNING, true), tuple(AlertSeverity.CRITICAL, false));
        assertThat(book.firing()).isEqualTo(1);
    }

    @Test
    void whatIsSilencedEndsAndComesBackWithTheEndOfTheSilence() {
        book.take(pool.silenced(1), ARRIVED, false);
        assertThat(book.all(ARRIVED)).isEmpty();
        book.take(pool.firing(2), ARRIVED, false);
        book.take(pool.silenced(3), ARRIVED, false);
        assertThat(book.all(ARRIVED)).singleElement().satisfies(item -> assertThat(item.endsAt())
                .isEqualTo(pool.silenced(3).time()));
        book.take(pool.firing(4), ARRIVED, false);
        assertThat(book.all(ARRIVED)).singleElement().satisfies(item -> assertThat(item.endsAt())
                .isNull());
    }

    @Test
    void whatWasToldAgainChangesNothing() {
        book.take(pool.firing(1), ARRIVED, false);
        book.take(pool.resolved(2), ARRIVED, false);
        book.take(pool.firing(1), ARRIVED, false);
        assertThat(book.firing()).isZero();
    }

    @Test
    void whatIsRefusedIsToldAgainOnlyWhenSomethingIsNew() {
        book.take(pool.firing(1), ARRIVED, false);
        book.news().forEach(AlertmanagerBook.Item::refused);
        assertThat(book.all(ARRIVED)).isEmpty();
        book.take(pool.firing(2), ARRIVED, false);
        assertThat(book.news()).hasSize(1);
    }
}
