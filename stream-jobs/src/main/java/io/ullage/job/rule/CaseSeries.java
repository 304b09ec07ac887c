package io.ullage.job.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values one after the other: {@code 70 % x3, 82 % -> 90 % x5, _, -}. {@code x} repeats; an arrow goes from one to the other in equal
 * steps; {@code _} is an absent measure; {@code -} is no reading at all.
 */
final class CaseSeries {
    static final String RULE = "must be values such as: 70 % x3, 82 % -> 90 % x5, _, -";

    private static final int MAX_STEPS = 100_000;
    private static final Pattern ELEMENT = Pattern.compile("(.*?)(?:\\s+x\\s*(\\d{1,6})|x(\\d{1,6}))?");

    private CaseSeries() {}

    /** One step: a value, absent, or no reading. */
    record Step(boolean read, Optional<Expression.Literal> value) {
        static final Step NO_READING = new Step(false, Optional.empty());
        static final Step ABSENT = new Step(true, Optional.empty());
    }

    /** @throws IllegalArgumentException with the rule in words */
    static List<Step> parse(String text) {
        List<Step> steps = new ArrayList<>();
        for (String element : text.split(",", -1)) {
            Matcher matcher = ELEMENT.matcher(element.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException(RULE);
            }
            String count = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
            add(steps, matcher.group(1).strip(), count == null ? 1 : Integer.parseInt(count));
            if (steps.size() > MAX_STEPS) {
                throw new IllegalArgumentException("must have at most " + MAX_STEPS + " values");
            }
        }
        return steps;
    }

    private static void add(List<Step> steps, String what, int count) {
        if (what.equals("_") || what.equals("-")) {
            Step step = what.equals("_") ? Step.ABSENT : Step.NO_READING;
            for (int i = 0; i < count; i++) {
                steps.add(step);
            }
            return;
        }
        String[] ends = what.split("->", -1);
        if (ends.length > 2) {
            throw new IllegalArgumentException(RULE);
        }
        Expression.Literal first = literal(ends[0]);
        Expression.Literal last = literal(ends[ends.length - 1]);
        if (first.dimension() != last.dimension()) {
            throw new IllegalArgumentException("must go from one value to another of the same unit");
        }
        for (int i = 0; i < count; i++) {
            double part = count == 1 ? 1 : (double) i / (count - 1);
            double number = first.number() + (last.number() - first.number()) * part;
            steps.add(new Step(true, Optional.of(new Expression.Literal(number, first.dimension()))));
        }
    }

    private static Expression.Literal literal(String text) {
        return Quantity.parse(text).orElseThrow(() -> new IllegalArgumentException(RULE));
    }
}
