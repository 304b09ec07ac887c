package io.ullage.service.recommend.rule;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.Method;
import java.util.List;

/** Bytes that are there to be given: at least, probably, at most. */
final class Budget {
    private long low;
    private long best;
    private long high;

    Budget(long bytes) {
        this(bytes, bytes, bytes);
    }

    Budget(Estimate bytes) {
        this(bytes.lowBytes(), bytes.bestBytes(), bytes.highBytes());
    }

    private Budget(long low, long best, long high) {
        this.low = low;
        this.best = best;
        this.high = high;
    }

    Budget copy() {
        return new Budget(low, best, high);
    }

    Estimate atMost(Estimate wanted) {
        return estimate(
                Math.min(low, wanted.lowBytes()),
                Math.min(best, wanted.bestBytes()),
                Math.min(high, wanted.highBytes()),
                wanted.method());
    }

    void take(Estimate bytes) {
        low = Math.max(0, low - bytes.highBytes());
        best = Math.max(low, best - bytes.bestBytes());
        high = Math.max(best, high - bytes.lowBytes());
    }

    void close() {
        low = 0;
        best = 0;
        high = 0;
    }

    static Estimate minus(Estimate from, Estimate bytes) {
        long low = Math.max(0, from.lowBytes() - bytes.highBytes());
        long best = Math.max(low, from.bestBytes() - bytes.bestBytes());
        return estimate(
                low,
                best,
                Math.max(best, from.highBytes() - bytes.lowBytes()),
                from.method().compareTo(bytes.method()) >= 0 ? from.method() : bytes.method());
    }

    static Estimate sum(List<Estimate> estimates) {
        Estimate sum = Estimate.exact(0);
        for (Estimate one : estimates) {
            sum = estimate(
                    Math.addExact(sum.lowBytes(), one.lowBytes()),
                    Math.addExact(sum.bestBytes(), one.bestBytes()),
                    Math.addExact(sum.highBytes(), one.highBytes()),
                    sum.method().compareTo(one.method()) >= 0 ? sum.method() : one.method());
        }
        return sum;
    }

    private static Estimate estimate(long low, long best, long high, Method method) {
        return low == high
                ? Estimate.exact(best)
                : new Estimate(low, best, high, method == Method.EXACT ? Method.BOUNDED : method);
    }
}
