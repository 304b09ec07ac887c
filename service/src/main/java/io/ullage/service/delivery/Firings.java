package io.ullage.service.delivery;

import io.ullage.schema.alert.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which messages were seen. A job that goes on from an older savepoint tells again what it told since, under the same fingerprint,
 * {@code startsAt} and revision: such a message is not new.
 */
final class Firings {
    /** Firings of one fingerprint that are remembered; what begins before the oldest of so many is not new. */
    private static final int REMEMBERED = 32;

    /** Without a message for so long a fingerprint is forgotten: the topic has forgotten it, too. */
    private static final Duration FORGOTTEN = Duration.ofDays(31);

    private final Map<String, Seen> byFingerprint = new HashMap<>();
    private Instant nextSweep = Instant.MIN;

    private static final class Seen {
        private final TreeMap<Instant, Long> revisions = new TreeMap<>();
        private Instant arrived = Instant.MIN;
    }

    /**
     * Notes the message, and says whether it was not known.
     *
     * @param arrived when the broker took it
     */
    boolean isNew(Alert alert, Instant arrived) {
        sweep(arrived);
        Seen seen = byFingerprint.computeIfAbsent(alert.fingerprint(), key -> new Seen());
        seen.arrived = arrived;
        TreeMap<Instant, Long> revisions = seen.revisions;
        Long known = revisions.get(alert.startsAt());
        if (known != null && known >= alert.revision()) {
            return false;
        }
        if (known == null && revisions.size() == REMEMBERED) {
            if (alert.startsAt().isBefore(revisions.firstKey())) {
                return false;
            }
            revisions.pollFirstEntry();
        }
        revisions.put(alert.startsAt(), alert.revision());
        return true;
    }

    private void sweep(Instant now) {
        if (now.isAfter(nextSweep)) {
            nextSweep = now.plus(Duration.ofHours(1));
            byFingerprint.values().removeIf(seen -> seen.arrived.isBefore(now.minus(FORGOTTEN)));
        }
    }
}
