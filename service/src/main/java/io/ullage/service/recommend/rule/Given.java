package io.ullage.service.recommend.rule;

import io.ullage.schema.ledger.Estimate;
import java.util.List;

/** An act with the bytes that it was given; none where it returns none. */
public record Given(Candidate candidate, List<Claim> claims) {
    public Given {
        claims = List.copyOf(claims);
    }

    /** Over all claims. */
    public Estimate total() {
        return Budget.sum(claims.stream().map(Claim::bytes).toList());
    }
}
