package io.ullage.service.chargeback;

import io.ullage.schema.telemetry.PoolKind;
import io.ullage.service.output.DurationText;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Single values of a rate card; each refuses with its rule in words ({@link IllegalArgumentException}). */
final class RateCardValues {
    private static final int MOST_DIGITS = 15;
    private static final int MOST_DECIMALS = 12;
    private static final Pattern HOURS = Pattern.compile("([1-9]\\d{0,3})\\s*h");
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB");
    private static final Pattern BYTES = Pattern.compile("(\\d{1,9})\\s*(B|KiB|MiB|GiB|TiB|PiB)");
    private static final String TIME_RULE =
            "must be a date such as 2026-10-15, a local time such as 2026-10-15T06:00:00 or a time such as 2026-10-15T06:00:00Z";

    private RateCardValues() {}

    static String text(String text) {
        if (text.isBlank() || text.length() > 200) {
            throw new IllegalArgumentException("must be a text of 1 to 200 characters");
        }
        return text;
    }

    static Currency currency(String text) {
        Currency currency = Currency.getAvailableCurrencies().stream()
                .filter(one -> one.getCurrencyCode().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be a code of ISO 4217 such as EUR"));
        if (currency.getDefaultFractionDigits() < 0) {
            throw new IllegalArgumentException("must be money that one can pay with");
        }
        return currency;
    }

    static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("must be a time zone such as Europe/Vienna or UTC", e);
        }
    }

    /** @return hours; never absent: {@code calendar} is said by leaving the key out */
    static Integer gibMonth(String text) {
        Matcher matcher = HOURS.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "must be a number of hours such as 730h; left out, the month has its own");
        }
        return Integer.valueOf(matcher.group(1));
    }

    static Duration duration(String text, Duration longest) {
        Duration duration;
        try {
            duration = new DurationText().convert(text.strip());
        } catch (TypeConversionException e) {
            duration = Duration.ZERO;
        }
        if (duration.isZero() || duration.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    "must be a number with s, m, h or d, more than 0 and at most " + longest.toDays() + "d");
        }
        return duration;
    }

    /** Not negative, exact. */
    static BigDecimal amount(String text) {
        BigDecimal amount = decimal(text);
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("must not be negative");
        }
        return amount;
    }

    static BigDecimal percent(String text) {
        BigDecimal percent = decimal(text.replaceFirst("\\s*%$", ""));
        if (percent.signum() < 0 || percent.compareTo(BigDecimal.valueOf(100)) > 0) {
            throw new IllegalArgumentException("must be from 0 to 100");
        }
        return percent;
    }

    /** YAML numbers come as doubles, which hold 15 digits exactly. */
    private static BigDecimal decimal(String text) {
        String rule =
                "must be a decimal number of at most " + MOST_DIGITS + " digits, " + MOST_DECIMALS + " after the point";
        if (text.length() > 40) {
            throw new IllegalArgumentException(rule);
        }
        try {
            BigDecimal number = new BigDecimal(text).stripTrailingZeros();
            if (number.precision() > MOST_DIGITS || number.scale() > MOST_DECIMALS || number.scale() < -MOST_DECIMALS) {
                throw new IllegalArgumentException(rule);
            }
            return number.scale() < 0 ? number.setScale(0) : number;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(rule, e);
        }
    }

    static long bytes(String text) {
        Matcher matcher = BYTES.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be a whole number with " + String.join(", ", UNITS));
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * UNITS.indexOf(matcher.group(2))));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("must be less than 8 EiB", e);
        }
    }

    static PoolKind poolKind(String text) {
        return Arrays.stream(PoolKind.values())
                .filter(kind -> kind.name().equals(text.toUpperCase(Locale.ROOT).replace('-', '_')))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of " + List.of(PoolKind.values())));
    }

    /** Dates and local times are of the card's zone; what falls into the hour that summer time skips is moved on by it. */
    static Instant time(String text, ZoneId zone) {
        Instant time = parsed(text, zone);
        if (time.getNano() != 0) {
            throw new IllegalArgumentException("must be a whole second");
        }
        return time;
    }

    private static Instant parsed(String text, ZoneId zone) {
        try {
            if (text.indexOf('T') < 0) {
                return LocalDate.parse(text).atStartOfDay(zone).toInstant();
            }
            boolean local = text.matches(".*T[0-9:.]+");
            return local
                    ? LocalDateTime.parse(text).atZone(zone).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(TIME_RULE, e);
        }
    }
}
