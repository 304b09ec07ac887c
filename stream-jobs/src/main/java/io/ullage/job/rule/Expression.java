package io.ullage.job.rule;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One side of a comparison. */
sealed interface Expression {
    Dimension dimension();

    /** Absent where a measure that it needs is. */
    @Nullable
    Figure value(Known known);

    /** What was read of the entity, now and shortly before. */
    interface Known {
        @Nullable
        Double measure(String name);

        /** Change per second over the window; absent before half of it has been seen. */
        @Nullable
        Double rate(String name, Duration window);
    }

    /** A number of the rule itself. */
    record Literal(double number, Dimension dimension) implements Expression {
        @Override
        public Figure value(Known known) {
            return Figure.exact(number);
        }
    }

    /**
     * A measure, with its bounds where the catalogue has them.
     *
     * @param low name of the measure that is its lower bound; absent where it has none
     */
    record Measured(
            String name,
            Dimension dimension,
            @Nullable String low,
            @Nullable String high) implements Expression {
        @Override
        public @Nullable Figure value(Known known) {
            Double best = known.measure(name);
            if (best == null) {
                return null;
            }
            Double least = low == null ? null : known.measure(low);
            Double most = high == null ? null : known.measure(high);
            return new Figure(least == null ? best : least, best, most == null ? best : most);
        }
    }

    /** One divided by the other; absent where the divisor is zero. */
    record Quotient(Expression dividend, Expression divisor, Dimension dimension) implements Expression {
        @Override
        public @Nullable Figure value(Known known) {
            Figure above = dividend.value(known);
            Figure below = divisor.value(known);
            if (above == null || below == null || below.low() <= 0) {
                return null;
            }
            return new Figure(above.low() / below.high(), above.best() / below.best(), above.high() / below.low());
        }
    }

    /** How fast a measure grows, per second; negative where it shrinks. */
    record Rate(String measure, Duration window, Dimension dimension) implements Expression {
        @Override
        public @Nullable Figure value(Known known) {
            Double rate = known.rate(measure, window);
            return rate == null ? null : Figure.exact(rate);
        }
    }

    /** Seconds until {@code used} reaches {@code capacity} at its present rate; endless where it does not grow. */
    record TimeToFull(String used, String capacity, Duration window) implements Expression {
        @Override
        public Dimension dimension() {
            return Dimension.SECONDS;
        }

        @Override
        public @Nullable Figure value(Known known) {
            Double now = known.measure(used);
            Double room = known.measure(capacity);
            Double rate = known.rate(used, window);
            if (now == null || room == null || rate == null) {
                return null;
            }
            if (now >= room) {
                return Figure.exact(0);
            }
            return Figure.exact(rate <= 0 ? Double.POSITIVE_INFINITY : (room - now) / rate);
        }
    }
}
