package io.ullage.service.chargeback;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From when to when something holds, in whole seconds.
 *
 * @param from first moment; absent for since ever
 * @param until first moment at which it holds no more; absent for ever
 */
public record Period(@Nullable Instant from, @Nullable Instant until) {
    static final Period ALWAYS = new Period(null, null);

    public boolean contains(Instant time) {
        return (from == null || !time.isBefore(from)) && (until == null || time.isBefore(until));
    }

    List<Instant> ends() {
        List<Instant> ends = new ArrayList<>();
        if (from != null) {
            ends.add(from);
        }
        if (until != null) {
            ends.add(until);
        }
        return ends;
    }
}
