package io.ullage.job.rule;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with units, as rules and cases write them: {@code 85 %}, {@code 10 GiB}, {@code 7d}, {@code 2 GiB/d}, {@code 5/h}. */
final class Quantity {
    private static final String NUMBER = "(\\d{1,15}(?:\\.\\d{1,9})?)";
    private static final Map<String, Double> SECONDS = Map.of("s", 1.0, "m", 60.0, "h", 3600.0, "d", 86400.0);
    private static final List<String> SIZES = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB");
    private static final Pattern PATTERN = Pattern.compile(NUMBER
            + "(?:\\s*(%|(?:B|KiB|MiB|GiB|TiB|PiB|s|m|h|d)(?![A-Za-z0-9.])))?(?:\\s*/\\s*(s|m|h|d)(?![A-Za-z0-9.]))?");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(s|m|h|d)");

    static final String RULE =
            "must be a number, perhaps with %, B, KiB, MiB, GiB, TiB, PiB, s, m, h or d, or such per s, m, h, d";
    static final String DURATION_RULE = "must be a number with s, m, h or d";

    private Quantity() {}

    /** A pattern that finds one at the beginning of a text. */
    static Pattern pattern() {
        return PATTERN;
    }

    /** Empty for what is none. */
    static Optional<Expression.Literal> parse(String text) {
        Matcher matcher = PATTERN.matcher(text.strip());
        return matcher.matches() ? of(matcher) : Optional.empty();
    }

    /** Of what {@link #pattern} has matched; empty for a unit that cannot be per time. */
    static Optional<Expression.Literal> of(Matcher matcher) {
        double number = Double.parseDouble(matcher.group(1));
        String unit = matcher.group(2);
        double per = matcher.group(3) == null ? 0 : SECONDS.get(matcher.group(3));
        if (unit == null) {
            return Optional.of(
                    per == 0
                            ? new Expression.Literal(number, Dimension.COUNT)
                            : new Expression.Literal(number / per, Dimension.PER_SECOND));
        }
        if (SIZES.contains(unit)) {
            double bytes = number * Math.pow(1024, SIZES.indexOf(unit));
            return Optional.of(
                    per == 0
                            ? new Expression.Literal(bytes, Dimension.BYTES)
                            : new Expression.Literal(bytes / per, Dimension.BYTES_PER_SECOND));
        }
        if (per != 0) {
            return Optional.empty();
        }
        return Optional.of(
                unit.equals("%")
                        ? new Expression.Literal(number / 100, Dimension.RATIO)
                        : new Expression.Literal(number * SECONDS.get(unit), Dimension.SECONDS));
    }

    /** @throws IllegalArgumentException with the rule in words */
    static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(DURATION_RULE);
        }
        return Duration.ofSeconds(Math.round(Long.parseLong(matcher.group(1)) * SECONDS.get(matcher.group(2))));
    }
}
