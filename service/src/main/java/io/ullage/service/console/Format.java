package io.ullage.service.console;

import io.ullage.schema.ledger.Estimate;
import io.ullage.service.output.HumanBytes;
import io.ullage.service.output.Listing;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Figures as pages show them: as the command line does. Times are those of UTC. */
final class Format {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int CENTS = 2;
    private static final long DAYS_OF_A_LONG_TIME = 730;

    private Format() {}

    static String bytes(long bytes) {
        return HumanBytes.text(bytes);
    }

    /** Empty for what is exact, or so narrow that both ends read the same. */
    static String bounds(Estimate estimate) {
        boolean narrow = bytes(estimate.lowBytes()).equals(bytes(estimate.highBytes()));
        return narrow ? "" : range(estimate.lowBytes(), estimate.highBytes());
    }

    static String range(long lowBytes, long highBytes) {
        return bytes(lowBytes) + " to " + bytes(highBytes);
    }

    static String percent(double ratio) {
        return Listing.percent(ratio);
    }

    static String share(long part, long whole) {
        return whole == 0 ? "0.0 %" : percent((double) part / whole);
    }

    /** Thousands are apart, so that lengths can be compared. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    static String count(long count, String one, String more) {
        return count(count) + " " + (count == 1 ? one : more);
    }

    static String times(double ratio) {
        return String.format(Locale.ROOT, "%.2f : 1", ratio);
    }

    static String money(BigDecimal amount, String currency) {
        return String.format(Locale.ROOT, "%,.2f", amount.setScale(CENTS, RoundingMode.HALF_EVEN)) + " " + currency;
    }

    static String minute(Instant time) {
        return MINUTE.format(time) + " UTC";
    }

    static String day(Instant time) {
        return DAY.format(time);
    }

    /** For {@code datetime} of {@code <time>}. */
    static String iso(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** How long ago, in the unit in which one would say it. */
    static String ago(Instant time, Instant now) {
        Duration passed = Duration.between(time, now);
        return passed.isNegative() ? minute(time) : duration(passed) + " ago";
    }

    static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return count(seconds, "second", "seconds");
        }
        if (seconds < 3600) {
            return count(seconds / 60, "minute", "minutes");
        }
        if (seconds < 48 * 3600) {
            return count(seconds / 3600, "hour", "hours");
        }
        long days = seconds / 86_400;
        return days < DAYS_OF_A_LONG_TIME ? count(days, "day", "days") : count(days / 365, "year", "years");
    }

    static double days(long seconds) {
        return Math.round(seconds / 8640.0) / 10.0;
    }

    static String sentence(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** A constant as a word: {@code NOT_FILLING} is {@code not filling}. */
    static String word(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
