package io.ullage.agent;

import io.ullage.agent.content.Dedup;
import io.ullage.schema.telemetry.AgentRole;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the section {@code dedup} must hold to. */
final class DedupRules {
    static final Duration SHORTEST_EVERY = Duration.ofSeconds(1);
    static final long SMALLEST_RATE = 64 << 10;

    private final Check check;

    private DedupRules(Check check) {
        this.check = check;
    }

    /** Complains of a rule that does not hold. */
    @FunctionalInterface
    interface Check {
        void check(boolean holds, String field, String rule, Object value);
    }

    static void check(Dedup dedup, Set<AgentRole> roles, Check check) {
        DedupRules rules = new DedupRules(check);
        check.check(
                roles.contains(AgentRole.HOST), "dedup", "must stand with the host role, whose images it reads", roles);
        check.check(
                dedup.every().compareTo(SHORTEST_EVERY) >= 0,
                "dedup.every",
                "must be at least " + SHORTEST_EVERY.toSeconds() + "s",
                dedup.every().toMillis() + "ms");
        check.check(
                dedup.bytesPerSecond() >= SMALLEST_RATE,
                "dedup.rate",
                "must be at least " + SMALLEST_RATE,
                dedup.bytesPerSecond());
        check.check(!dedup.topic().isBlank(), "dedup.topic", "must not be empty", dedup.topic());
        check.check(
                dedup.keyFile() != null, "dedup.keyFile", "must name a key file; --new-key FILE makes one", "absent");
        rules.sampling("dedup.", dedup.chunkBytes(), dedup.k());
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < dedup.domains().size(); i++) {
            Dedup.Domain domain = dedup.domains().get(i);
            String name = "dedup.domains[" + i + "].";
            check.check(!domain.id().isBlank(), name + "id", "must be present", "absent");
            check.check(domain.id().isBlank() || ids.add(domain.id()), name + "id", "must not come twice", domain.id());
            check.check(!domain.paths().isEmpty(), name + "paths", "must name a directory or file", domain.paths());
            domain.paths()
                    .forEach(path -> check.check(path.isAbsolute(), name + "paths", "must be absolute paths", path));
            rules.sampling(name, domain.chunkBytes(), domain.k());
        }
    }

    private void sampling(String name, @Nullable Integer chunkBytes, @Nullable Integer k) {
        check.check(
                chunkBytes == null
                        || (Integer.bitCount(chunkBytes) == 1
                                && chunkBytes >= Dedup.MIN_CHUNK_BYTES
                                && chunkBytes <= Dedup.MAX_CHUNK_BYTES),
                name + "chunkBytes",
                "must be a power of two from " + Dedup.MIN_CHUNK_BYTES + " to " + Dedup.MAX_CHUNK_BYTES,
                String.valueOf(chunkBytes));
        check.check(
                k == null || (k >= 0 && k <= Dedup.MAX_K),
                name + "k",
                "must be from 0 to " + Dedup.MAX_K,
                String.valueOf(k));
    }
}
