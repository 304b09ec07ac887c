package io.ullage.service.chargeback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The clock is the test's: what is worked out puts it forward by as long as it takes. */
class KeptMonthsTest {
    private static final YearMonth MONTH = YearMonth.of(2026, 10);
    private static final Duration SLOW = Duration.ofSeconds(5);
    private static final long WAIT_SECONDS = 30;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-10-20T12:00:00Z"));
    private final AtomicReference<Duration> takes = new AtomicReference<>(SLOW);
    private final AtomicReference<CountDownLatch> held = new AtomicReference<>(new CountDownLatch(0));
    private final List<YearMonth> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final KeptMonths<Integer> months = new KeptMonths<>(this::make, now::get, thread);
    private final ExecutorService askers = Executors.newCachedThreadPool();

    private int make(YearMonth month) throws IOException, SQLException {
        asked.add(month);
        int number = made.incrementAndGet();
        try {
            assertThat(held.get().await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
        now.updateAndGet(before -> before.plus(takes.get()));
        if (failure.get() instanceof SQLException refused) {
            throw refused;
        }
        if (failure.get() instanceof IllegalArgumentException wrong) {
            throw wrong;
        }
        return number;
    }

    @AfterEach
    void end() {
        held.get().countDown();
        months.close();
        askers.shutdownNow();
    }

    @Test
    void whatTakesLongStandsForAHundredTimesAsLong() throws Exception {
        assertThat(months.of(MONTH)).isEqualTo(1);
        pass(Duration.ofSeconds(490));
        assertThat(months.of(MONTH)).isEqualTo(1);
        assertThat(made).hasValue(1);
    }

    @Test
    void itStandsForAQuarterOfAnHourAtMost() throws Exception {
        takes.set(Duration.ofMinutes(1));
        assertThat(months.of(MONTH)).isEqualTo(1);
        pass(Duration.ofMinutes(15));
        months.of(MONTH);
        settle();
        assertThat(made).hasValue(2);
    }

    @Test
    void nobodyWaitsForWhatIsKnownWhileANewOneIsWorkedOut() throws Exception {
        months.of(MONTH);
        pass(Duration.ofMinutes(20));
        CountDownLatch gate = new CountDownLatch(1);
        held.set(gate);
        assertThat(months.of(MONTH)).isEqualTo(1);
        assertThat(months.of(MONTH)).isEqualTo(1);
        gate.countDown();
        settle();
        assertThat(months.of(MONTH)).isEqualTo(2);
        assertThat(made).hasValue(2);
    }

    @Test
    void whatIsOlderThanAnHourIsWaitedFor() throws Exception {
        months.of(MONTH);
        pass(Duration.ofMinutes(61));
        assertThat(months.of(MONTH)).isEqualTo(2);
    }

    @Test
    void whatTakesNoTimeIsNeverBehind() throws Exception {
        takes.set(Duration.ofMillis(20));
        months.of(MONTH);
        pass(Duration.ofSeconds(1));
        assertThat(months.of(MONTH)).isEqualTo(1);
        pass(Duration.ofSeconds(1));
        assertThat(months.of(MONTH)).isEqualTo(2);
    }

    @Test
    void whoAsksAtOnceWaitsForTheSame() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        held.set(gate);
        Callable<Integer> ask = () -> months.of(MONTH);
        Future<Integer> first = askers.submit(ask);
        Future<Integer> second = askers.submit(ask);
        gate.countDown();
        assertThat(first.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(second.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(made).hasValue(1);
    }

    @Test
    void aFailureIsToldToWhoWaitsAndNotKept() throws Exception {
        failure.set(new SQLException("gone"));
        assertThatThrownBy(() -> months.of(MONTH))
                .isInstanceOf(SQLException.class)
                .hasMessage("gone");
        failure.set(new IllegalArgumentException("must have begun"));
        assertThatThrownBy(() -> months.of(MONTH)).isInstanceOf(IllegalArgumentException.class);
        failure.set(null);
        assertThat(months.of(MONTH)).isEqualTo(3);
    }

    @Test
    void whatFailsBehindLeavesWhatWasKnown() throws Exception {
        months.of(MONTH);
        pass(Duration.ofMinutes(20));
        failure.set(new SQLException("gone"));
        assertThat(months.of(MONTH)).isEqualTo(1);
        settle();
        assertThat(made).hasValue(2);
        assertThat(months.of(MONTH)).isEqualTo(1);
    }

    @Test
    void thePresentMonthIsRenewedEachTimeAndTheOneBeforeWithinTheHour() throws Exception {
        months.renewLatest();
        settle();
        for (int quarter = 1; quarter <= 3; quarter++) {
            pass(Duration.ofMinutes(15));
            months.renewLatest();
            settle();
        }
        assertThat(asked).containsExactly(MONTH, MONTH.minusMonths(1), MONTH, MONTH, MONTH, MONTH.minusMonths(1));
        assertThat(months.of(MONTH.minusMonths(1))).isEqualTo(6);
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    /** Until all that was to be worked out is. */
    private void settle() throws Exception {
        thread.submit(() -> {}).get(WAIT_SECONDS, TimeUnit.SECONDS);
    }
}
