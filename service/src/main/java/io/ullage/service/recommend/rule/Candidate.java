package io.ullage.service.recommend.rule;

import io.ullage.service.recommend.platform.Step;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An act that a rule proposes, as if it were the only one.
 *
 * @param poolId to which its bytes return
 * @param machineId of the machine that uses the target; absent where none does
 * @param claims the bytes; none for an act that returns nothing
 * @param unprovisionedBytes by which what is promised to guests shrinks; absent where it does not
 * @param weak takes only bytes that no other act was given
 * @param why what was seen
 * @param checks what must hold first
 */
public record Candidate(
        Action action,
        Target target,
        String poolId,
        @Nullable String machineId,
        List<Claim> claims,
        @Nullable Long unprovisionedBytes,
        Confidence confidence,
        boolean weak,
        String why,
        List<String> checks,
        List<Step> steps) {
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int ID_LENGTH = 8;
    private static final int BITS_PER_DIGIT = 5;

    public Candidate {
        claims = List.copyOf(claims);
        checks = List.copyOf(checks);
        steps = List.copyOf(steps);
    }

    /** How sure it is that the bytes come back. */
    public enum Confidence {
        HIGH,
        MEDIUM,
        LOW;

        Confidence lower() {
            return this == HIGH ? MEDIUM : LOW;
        }
    }

    /** Of the action on its target: eight of Crockford's base 32 digits, the same in every run. */
    public String id() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((action.wireName() + "\n" + target.kind() + "\n" + target.id())
                            .getBytes(StandardCharsets.UTF_8));
            long bits = 0;
            for (int i = 0; i < ID_LENGTH * BITS_PER_DIGIT / Byte.SIZE; i++) {
                bits = bits << Byte.SIZE | (hash[i] & 0xff);
            }
            StringBuilder id = new StringBuilder();
            for (int i = ID_LENGTH - 1; i >= 0; i--) {
                id.append(DIGITS.charAt((int) (bits >>> (i * BITS_PER_DIGIT) & 31)));
            }
            return id.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    Candidate withConfidence(Confidence newConfidence) {
        return new Candidate(
                action, target, poolId, machineId, claims, unprovisionedBytes, newConfidence, weak, why, checks, steps);
    }
}
