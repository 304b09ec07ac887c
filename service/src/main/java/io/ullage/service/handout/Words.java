package io.ullage.service.handout;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.LedgerClass;
import io.ullage.service.output.HumanBytes;
import io.ullage.service.output.Listing;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Figures and times as people read them. What nobody knows is a dash. */
record Words(ZoneId zone) {
    static final String ABSENT = "–";

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);
    private static final double DAY_SECONDS = 86_400;

    String moment(Instant time) {
        return MOMENT.format(time.atZone(zone));
    }

    String date(Instant time) {
        return DATE.format(time.atZone(zone));
    }

    static String month(YearMonth month) {
        return MONTH.format(month);
    }

    static String date(LocalDate day) {
        return DATE.format(day);
    }

    static String bytes(@Nullable Long bytes) {
        return bytes == null ? ABSENT : HumanBytes.text(bytes);
    }

    /** From one to the other; one figure where they are equal. */
    static String range(@Nullable Long low, @Nullable Long high) {
        if (low == null || high == null) {
            return ABSENT;
        }
        return low.equals(high) ? bytes(low) : bytes(low) + " to " + bytes(high);
    }

    static String estimate(Estimate estimate) {
        return estimate.lowBytes() == estimate.highBytes()
                ? bytes(estimate.bestBytes())
                : bytes(estimate.bestBytes()) + " (" + range(estimate.lowBytes(), estimate.highBytes()) + ")";
    }

    static String percent(@Nullable Double ratio) {
        return ratio == null ? ABSENT : Listing.percent(ratio);
    }

    static String share(long part, long whole) {
        return whole == 0 ? ABSENT : Listing.percent((double) part / whole);
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static double days(long seconds) {
        return seconds / DAY_SECONDS;
    }

    /** Whole days, from {@code 0}. */
    static String days(@Nullable Long seconds) {
        return seconds == null ? ABSENT : Long.toString(Math.round(days(seconds.longValue())));
    }

    static String perDay(@Nullable Double bytesPerSecond) {
        return bytesPerSecond == null ? ABSENT : HumanBytes.text(Math.round(bytesPerSecond * DAY_SECONDS));
    }

    /** {@code MAKE_THIN} is {@code make thin}. */
    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String name(LedgerClass ledgerClass) {
        return lower(ledgerClass);
    }

    /** Names, each once: those that several share have the id beside them. */
    static <T> List<String> distinct(List<T> all, Function<T, String> name, Function<T, String> id) {
        Map<String, Long> times = all.stream().collect(Collectors.groupingBy(name, Collectors.counting()));
        return all.stream()
                .map(one -> times.getOrDefault(name.apply(one), 0L) == 1
                        ? name.apply(one)
                        : name.apply(one) + " (" + id.apply(one) + ")")
                .toList();
    }

    static String plural(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }
}
