package io.ullage.service.recommend.life;

import io.ullage.schema.ledger.Estimate;
import io.ullage.service.recommend.MonthlyAmount;
import io.ullage.service.recommend.Recommendation;
import io.ullage.service.recommend.platform.Step;
import io.ullage.service.recommend.rule.Action;
import io.ullage.service.recommend.rule.Candidate;
import io.ullage.service.recommend.rule.Candidate.Confidence;
import io.ullage.service.recommend.rule.Part;
import io.ullage.service.recommend.rule.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a recommendation says, as it is kept with each event.
 *
 * @param commands as lines for people, each with where
 */
public record Figures(
        String id,
        Action action,
        Target target,
        String poolId,
        @Nullable String machineId,
        @Nullable String tenant,
        Estimate bytes,
        List<ClaimedBytes> claims,
        @Nullable Long unprovisionedBytes,
        @Nullable MonthlyAmount worth,
        Confidence confidence,
        String why,
        List<String> checks,
        List<String> commands) {
    private static final double NOTEWORTHY = 0.05;

    public Figures {
        claims = List.copyOf(claims);
        checks = List.copyOf(checks);
        commands = List.copyOf(commands);
    }

    /** The best figure of a claim. */
    public record ClaimedBytes(String volumeId, Part part, long bytes) {}

    public static Figures of(Recommendation recommendation) {
        Candidate candidate = recommendation.candidate();
        return new Figures(
                candidate.id(),
                candidate.action(),
                candidate.target(),
                candidate.poolId(),
                candidate.machineId(),
                recommendation.tenant(),
                recommendation.returned(),
                recommendation.claims().stream()
                        .map(claim -> new ClaimedBytes(
                                claim.volumeId(), claim.part(), claim.bytes().bestBytes()))
                        .toList(),
                candidate.unprovisionedBytes(),
                recommendation.worth(),
                candidate.confidence(),
                candidate.why(),
                candidate.checks(),
                candidate.steps().stream().map(Step::text).toList());
    }

    /** The same act with other bytes. */
    Figures promising(Estimate promised) {
        return new Figures(
                id,
                action,
                target,
                poolId,
                machineId,
                tenant,
                promised,
                claims,
                unprovisionedBytes,
                worth,
                confidence,
                why,
                checks,
                commands);
    }

    /** Worth a new row: bytes off by a twentieth, another command, another confidence. */
    boolean differsFrom(Figures kept) {
        return differs(bytes.lowBytes(), kept.bytes().lowBytes())
                || differs(bytes.bestBytes(), kept.bytes().bestBytes())
                || differs(bytes.highBytes(), kept.bytes().highBytes())
                || !commands.equals(kept.commands())
                || confidence != kept.confidence()
                || !poolId.equals(kept.poolId());
    }

    private static boolean differs(long now, long then) {
        return Math.abs(now - then) > NOTEWORTHY * Math.max(now, then);
    }
}
