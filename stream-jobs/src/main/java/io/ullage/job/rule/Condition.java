package io.ullage.job.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a rule holds. */
sealed interface Condition {
    Truth holds(Expression.Known known, boolean reported);

    /** The comparison whose left side is the figure of the alert; absent where there is none. */
    @Nullable
    Comparison first();

    enum Operator {
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">="),
        EQUAL("=="),
        NOT_EQUAL("!=");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }

        /** The less, the worse. */
        boolean lessIsWorse() {
            return this == LESS || this == LESS_OR_EQUAL;
        }
    }

    /** @param text the left side as the rule writes it */
    record Comparison(Expression left, Operator operator, Expression right, String text) implements Condition {
        @Override
        public Truth holds(Expression.Known known, boolean reported) {
            Figure a = left.value(known);
            Figure b = right.value(known);
            if (a == null || b == null) {
                return Truth.UNKNOWN;
            }
            int order = Double.compare(a.best(), b.best());
            return Truth.of(
                    switch (operator) {
                        case LESS -> order < 0;
                        case LESS_OR_EQUAL -> order <= 0;
                        case GREATER -> order > 0;
                        case GREATER_OR_EQUAL -> order >= 0;
                        case EQUAL -> order == 0;
                        case NOT_EQUAL -> order != 0;
                    });
        }

        @Override
        public Comparison first() {
            return this;
        }
    }

    /** It is there at all. */
    record Reported() implements Condition {
        @Override
        public Truth holds(Expression.Known known, boolean reported) {
            return Truth.of(reported);
        }

        @Override
        public @Nullable Comparison first() {
            return null;
        }
    }

    record All(List<Condition> parts) implements Condition {
        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public Truth holds(Expression.Known known, boolean reported) {
            Truth all = Truth.TRUE;
            for (Condition part : parts) {
                all = all.and(part.holds(known, reported));
            }
            return all;
        }

        @Override
        public @Nullable Comparison first() {
            return parts.get(0).first();
        }
    }

    record Any(List<Condition> parts) implements Condition {
        public Any {
            parts = List.copyOf(parts);
        }

        @Override
        public Truth holds(Expression.Known known, boolean reported) {
            Truth any = Truth.FALSE;
            for (Condition part : parts) {
                any = any.or(part.holds(known, reported));
            }
            return any;
        }

        @Override
        public @Nullable Comparison first() {
            return parts.get(0).first();
        }
    }
}
