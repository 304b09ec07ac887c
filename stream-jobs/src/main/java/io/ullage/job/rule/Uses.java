package io.ullage.job.rule;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What conditions need to know. */
record Uses(Set<String> measures, Set<Rate> rates) {
    /** A measure over a window. */
    record Rate(String measure, Duration window) implements Comparable<Rate> {
        String key() {
            return key(measure, window);
        }

        static String key(String measure, Duration window) {
            return measure + "@" + window.toSeconds();
        }

        @Override
        public int compareTo(Rate other) {
            return key().compareTo(other.key());
        }
    }

    static Uses of(Iterable<Rule> rules) {
        Uses uses = new Uses(new TreeSet<>(), new TreeSet<>());
        for (Rule rule : rules) {
            uses.add(rule.when());
            uses.add(rule.clear());
        }
        return uses;
    }

    private void add(@Nullable Condition condition) {
        if (condition instanceof Condition.All all) {
            all.parts().forEach(this::add);
        } else if (condition instanceof Condition.Any any) {
            any.parts().forEach(this::add);
        } else if (condition instanceof Condition.Comparison comparison) {
            add(comparison.left());
            add(comparison.right());
        }
    }

    private void add(Expression expression) {
        if (expression instanceof Expression.Measured measured) {
            measures.add(measured.name());
            if (measured.low() != null) {
                measures.add(measured.low());
            }
            if (measured.high() != null) {
                measures.add(measured.high());
            }
        } else if (expression instanceof Expression.Quotient quotient) {
            add(quotient.dividend());
            add(quotient.divisor());
        } else if (expression instanceof Expression.Rate rate) {
            measures.add(rate.measure());
            rates.add(new Rate(rate.measure(), rate.window()));
        } else if (expression instanceof Expression.TimeToFull time) {
            measures.add(time.used());
            measures.add(time.capacity());
            rates.add(new Rate(time.used(), time.window()));
        }
    }
}
