package io.ullage.service.recommend;

import io.ullage.schema.ledger.Estimate;
import io.ullage.service.recommend.rule.Candidate;
import io.ullage.service.recommend.rule.Claim;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An act with the bytes that it was given, which nobody else was given.
 *
 * @param claims whose bytes they are
 * @param returned to the pool, over all claims
 * @param worth of the returned bytes; absent without a rate card
 * @param tenant whose the target is; absent where the inventory does not say
 */
public record Recommendation(
        Candidate candidate,
        List<Claim> claims,
        Estimate returned,
        @Nullable MonthlyAmount worth,
        @Nullable String tenant) {
    public Recommendation {
        claims = List.copyOf(claims);
    }

    public String id() {
        return candidate.id();
    }
}
