package io.ullage.service.chargeback;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was worked out for a month, for whoever asks again. It stands for a while that grows with what it took. After that, what took no time
 * is waited for; of what took longer, who asks gets what was known within the hour, and a newer one is worked out behind them. One month at
 * a time.
 */
final class KeptMonths<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeptMonths.class);

    /** So many times as long as it took it stands, so that a hundredth of the time is spent on it; up to {@link #STANDS_AT_MOST}. */
    private static final int STANDS_TIMES = 100;

    private static final Duration STANDS_AT_MOST = Duration.ofMinutes(15);
    private static final Duration SHOWN_AT_MOST = Duration.ofHours(1);
    private static final Duration NO_TIME = Duration.ofMillis(100);
    private static final int KEPT = 4;

    /** A server that has just come up has more urgent things to do. */
    private static final Duration FIRST_AFTER = Duration.ofSeconds(20);

    private final Work<T> work;
    private final InstantSource clock;
    private final Map<YearMonth, Known<T>> known = new HashMap<>();
    private final Map<YearMonth, FutureTask<T>> underway = new HashMap<>();
    private final ScheduledExecutorService thread;

    /** Works out a month. */
    interface Work<T> {
        T of(YearMonth month) throws IOException, SQLException;
    }

    private record Known<T>(T value, Instant madeAt, Duration took) {
        boolean stands(Instant now) {
            Duration standing = took.multipliedBy(STANDS_TIMES);
            return now.isBefore(madeAt.plus(standing.compareTo(STANDS_AT_MOST) > 0 ? STANDS_AT_MOST : standing));
        }

        boolean mayBeShown(Instant now) {
            return took.compareTo(NO_TIME) > 0 && now.isBefore(madeAt.plus(SHOWN_AT_MOST));
        }
    }

    KeptMonths(Work<T> work, InstantSource clock) {
        this(work, clock, Executors.newSingleThreadScheduledExecutor(task -> {
            Thread bills = new Thread(task, "bills");
            bills.setDaemon(true);
            return bills;
        }));
    }

    /** @param thread that works, one thing after the other; ended with this */
    KeptMonths(Work<T> work, InstantSource clock, ScheduledExecutorService thread) {
        this.work = work;
        this.clock = clock;
        this.thread = thread;
    }

    /** From now on the present month and the one before, which is billed now, are known before somebody asks. */
    KeptMonths<T> keepingTheLatest() {
        thread.scheduleWithFixedDelay(
                this::renewLatest, FIRST_AFTER.toMillis(), STANDS_AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    synchronized void renewLatest() {
        Instant now = clock.instant();
        YearMonth present = YearMonth.from(now.atOffset(ZoneOffset.UTC));
        renewed(present);
        // What is over hardly changes.
        Known<T> before = known.get(present.minusMonths(1));
        if (before == null || !before.mayBeShown(now.plus(STANDS_AT_MOST))) {
            renewed(present.minusMonths(1));
        }
    }

    T of(YearMonth month) throws IOException, SQLException {
        Future<T> renewed;
        synchronized (this) {
            Instant now = clock.instant();
            Known<T> kept = known.get(month);
            if (kept != null && kept.stands(now)) {
                return kept.value();
            }
            renewed = renewed(month);
            if (kept != null && kept.mayBeShown(now)) {
                return kept.value();
            }
        }
        return awaited(renewed);
    }

    private Future<T> renewed(YearMonth month) {
        return underway.computeIfAbsent(month, absent -> {
            FutureTask<T> task = new FutureTask<>(() -> make(month));
            thread.execute(task);
            return task;
        });
    }

    private T make(YearMonth month) throws IOException, SQLException {
        Instant begin = clock.instant();
        try {
            T value = work.of(month);
            keep(month, new Known<>(value, begin, Duration.between(begin, clock.instant())));
            return value;
        } catch (IOException | SQLException | RuntimeException failed) {
            // Perhaps nobody waits for it, and would be told.
            if (!thread.isShutdown()) {
                LOG.warn("The bill of {} could not be worked out", month, failed);
            }
            throw failed;
        } finally {
            over(month);
        }
    }

    private synchronized void keep(YearMonth month, Known<T> made) {
        known.put(month, made);
        while (known.size() > KEPT) {
            known.entrySet().stream()
                    .min(Map.Entry.comparingByValue(Comparator.comparing((Known<T> each) -> each.madeAt())))
                    .map(Map.Entry::getKey)
                    .ifPresent(known::remove);
        }
    }

    private synchronized void over(YearMonth month) {
        underway.remove(month);
    }

    private T awaited(Future<T> renewed) throws IOException, SQLException {
        try {
            return renewed.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the bill was worked out", interrupted);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException unreadable) {
                throw unreadable;
            }
            if (failed.getCause() instanceof SQLException refused) {
                throw refused;
            }
            if (failed.getCause() instanceof RuntimeException defect) {
                throw defect;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    /** Whoever still waits is told so. */
    @Override
    public synchronized void close() {
        thread.shutdownNow();
        underway.values().forEach(task -> task.cancel(true));
    }
}
