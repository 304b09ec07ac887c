package io.ullage.job.rule;

import io.ullage.job.rule.Condition.Comparison;
import io.ullage.job.rule.Condition.Operator;
import io.ullage.job.rule.Expression.Literal;
import io.ullage.schema.catalogue.Measure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a condition:
 *
 * <pre>
 * condition  = all { "or" all }
 * all        = part { "and" part }
 * part       = "reported" | side ( "&lt;" | "&lt;=" | "&gt;" | "&gt;=" | "==" | "!=" ) side
 * side       = value [ "/" value ]
 * value      = number [ unit ] | measure | "rate(" measure "," time ")" | "timeToFull(" measure "," measure "," time ")"
 * </pre>
 */
final class ConditionParser {
    private static final int MAX_LENGTH = 500;
    private static final Duration LONGEST_WINDOW = Duration.ofDays(30);
    private static final Duration SHORTEST_WINDOW = Duration.ofMinutes(1);
    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9]*(?:\\.[A-Za-z][A-Za-z0-9]*)?");
    private static final Pattern OPERATOR = Pattern.compile("<=|>=|==|!=|<|>");

    private final Watch watch;
    private final String text;
    private int at;

    private ConditionParser(Watch watch, String text) {
        this.watch = watch;
        this.text = text;
    }

    /** @throws IllegalArgumentException with the rule that the text breaks, in words */
    static Condition parse(Watch watch, String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("must have at most " + MAX_LENGTH + " characters");
        }
        ConditionParser parser = new ConditionParser(watch, text);
        Condition condition = parser.any();
        parser.skipSpace();
        if (parser.at < text.length()) {
            throw parser.wrong("must end or go on with 'and' or 'or'");
        }
        return condition;
    }

    private Condition any() {
        List<Condition> parts = new ArrayList<>(List.of(all()));
        while (takeWord("or")) {
            parts.add(all());
        }
        return parts.size() == 1 ? parts.get(0) : new Condition.Any(parts);
    }

    private Condition all() {
        List<Condition> parts = new ArrayList<>(List.of(part()));
        while (takeWord("and")) {
            parts.add(part());
        }
        return parts.size() == 1 ? parts.get(0) : new Condition.All(parts);
    }

    private Condition part() {
        if (takeWord("reported")) {
            return new Condition.Reported();
        }
        skipSpace();
        int begin = at;
        Expression left = side();
        String leftText = text.substring(begin, at).strip();
        Matcher sign = find(OPERATOR);
        if (sign == null) {
            throw wrong("must have a comparison (< <= > >= == !=) after " + leftText);
        }
        Operator operator = Arrays.stream(Operator.values())
                .filter(known -> known.sign().equals(sign.group()))
                .findFirst()
                .orElseThrow();
        Expression right = side();
        if (left instanceof Literal && right instanceof Literal) {
            throw wrong("must compare with a measure, not two numbers");
        }
        left = plainNumber(left, right);
        right = plainNumber(right, left);
        if (left.dimension() != right.dimension()) {
            throw wrong("must compare like with like, not " + left.dimension().words() + " with "
                    + right.dimension().words());
        }
        return new Comparison(left, operator, right, leftText);
    }

    /** A number without a unit is a ratio where a ratio is asked for: 1.5 and 150 % are the same over-commit. */
    private static Expression plainNumber(Expression side, Expression other) {
        return side instanceof Literal literal
                        && literal.dimension() == Dimension.COUNT
                        && other.dimension() == Dimension.RATIO
                ? new Literal(literal.number(), Dimension.RATIO)
                : side;
    }

    private Expression side() {
        Expression dividend = value();
        if (!take("/")) {
            return dividend;
        }
        Expression divisor = value();
        return new Expression.Quotient(dividend, divisor, quotient(dividend.dimension(), divisor.dimension()));
    }

    private Dimension quotient(Dimension above, Dimension below) {
        if (above == below) {
            return Dimension.RATIO;
        }
        if (above == Dimension.BYTES && below == Dimension.SECONDS) {
            return Dimension.BYTES_PER_SECOND;
        }
        if (above == Dimension.BYTES && below == Dimension.BYTES_PER_SECOND) {
            return Dimension.SECONDS;
        }
        if (above == Dimension.BYTES && below == Dimension.COUNT) {
            return Dimension.BYTES;
        }
        throw wrong("must divide like by like, not " + above.words() + " by " + below.words());
    }

    private Expression value() {
        Matcher number = find(Quantity.pattern());
        if (number != null) {
            return Quantity.of(number).orElseThrow(() -> wrong(Quantity.RULE));
        }
        Matcher word = find(WORD);
        if (word == null) {
            throw wrong("must have a measure or a number here");
        }
        return switch (word.group()) {
            case "rate" -> rate();
            case "timeToFull" -> timeToFull();
            default -> measured(word.group());
        };
    }

    private Expression rate() {
        require("(");
        Measure measure = measure();
        String name = lastName;
        require(",");
        Duration window = window();
        require(")");
        return new Expression.Rate(
                name,
                window,
                switch (measure.unit()) {
                    case BYTES -> Dimension.BYTES_PER_SECOND;
                    case COUNT -> Dimension.PER_SECOND;
                    case RATIO, SECONDS, BYTES_PER_SECOND ->
                        throw wrong("rate() must be of a measure in bytes or a count");
                });
    }

    private Expression timeToFull() {
        require("(");
        Measure used = measure();
        String usedName = lastName;
        require(",");
        Measure capacity = measure();
        String capacityName = lastName;
        require(",");
        Duration window = window();
        require(")");
        if (used.unit() != capacity.unit()) {
            throw wrong("timeToFull() must have two measures of one unit");
        }
        return new Expression.TimeToFull(usedName, capacityName, window);
    }

    private String lastName = "";

    private Measure measure() {
        Matcher word = find(WORD);
        if (word == null) {
            throw wrong("must have a measure here");
        }
        lastName = word.group();
        return known(lastName);
    }

    private Measure known(String name) {
        return watch.measure(name)
                .orElseThrow(() -> wrong("must name measures of a " + watch.word() + ", which " + name
                        + " is not; there are " + String.join(", ", watch.measureNames())));
    }

    private Expression measured(String name) {
        Measure measure = known(name);
        // deadBytes lies between deadLowBytes and deadHighBytes.
        int unit = Math.max(name.lastIndexOf("Bytes"), 0);
        String stem = name.substring(0, unit);
        String suffix = name.substring(unit);
        return new Expression.Measured(
                name, Dimension.of(measure.unit()), bound(stem + "Low" + suffix), bound(stem + "High" + suffix));
    }

    private @Nullable String bound(String name) {
        return watch.measure(name).isPresent() ? name : null;
    }

    private Duration window() {
        Matcher number = find(Quantity.pattern());
        Optional<Literal> literal = number == null ? Optional.empty() : Quantity.of(number);
        Duration window = literal.filter(value -> value.dimension() == Dimension.SECONDS)
                .map(value -> Duration.ofSeconds(Math.round(value.number())))
                .orElseThrow(() -> wrong("must have a time such as 6h here"));
        if (window.compareTo(SHORTEST_WINDOW) < 0 || window.compareTo(LONGEST_WINDOW) > 0) {
            throw wrong("must look back from 1m to 30d");
        }
        return window;
    }

    private boolean takeWord(String word) {
        skipSpace();
        Matcher matcher =
                Pattern.compile(word + "(?![A-Za-z0-9])").matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        at = matcher.end();
        return true;
    }

    private boolean take(String sign) {
        skipSpace();
        if (!text.startsWith(sign, at)) {
            return false;
        }
        at += sign.length();
        return true;
    }

    private void require(String sign) {
        if (!take(sign)) {
            throw wrong("must have '" + sign + "' here");
        }
    }

    private @Nullable Matcher find(Pattern pattern) {
        skipSpace();
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return null;
        }
        at = matcher.end();
        return matcher;
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private IllegalArgumentException wrong(String rule) {
        return new IllegalArgumentException(rule + " (at character " + (at + 1) + ")");
    }
}
