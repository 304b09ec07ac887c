package io.ullage.service.delivery;

import io.ullage.job.rule.Matchers;
import io.ullage.schema.alert.Alert;
import io.ullage.schema.alert.AlertState;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a target was told of, and so what it has to be told of a message. It follows from the messages before alone: read again from the
 * beginning of the topic, it comes out the same.
 */
final class Told {
    private final Matchers match;
    private final Set<Occasion> occasions;
    private final Firings firings = new Firings();

    /** As last told, by fingerprint: those that the target takes for firing. */
    private final Map<String, Standing> standing = new HashMap<>();

    /** @param first as it was told when it fired */
    private record Standing(Alert first, Alert last) {}

    /**
     * To tell.
     *
     * @param first the message with which this firing was told first; absent where it is this one
     */
    record Step(Occasion occasion, Alert alert, @Nullable Alert first) {}

    Told(Matchers match, Set<Occasion> occasions) {
        this.match = match;
        this.occasions = Set.copyOf(occasions);
    }

    /** Notes a message from before the target was there: known, not told. */
    void earlier(Alert alert, Instant arrived) {
        firings.isNew(alert, arrived);
    }

    /** Notes the message as told; empty where there is nothing to tell. */
    Optional<Step> take(Alert alert, Instant arrived) {
        if (!firings.isNew(alert, arrived)) {
            return Optional.empty();
        }
        Standing before = standing.get(alert.fingerprint());
        boolean known = before != null && before.last.startsAt().equals(alert.startsAt());
        if (alert.state() == AlertState.RESOLVED) {
            return known && before != null ? resolved(alert, before) : Optional.empty();
        }
        // Who was told is told the end, also of what was silenced meanwhile; of what is silenced nobody is told that it
        // fires.
        if (alert.silencedBy() != null || !(known || match.matches(alert.labels()))) {
            return Optional.empty();
        }
        if (!known || before == null) {
            standing.put(alert.fingerprint(), new Standing(alert, alert));
            return step(Occasion.FIRED, alert, null);
        }
        Occasion occasion = changed(before.last, alert) ? Occasion.CHANGED : Occasion.UPDATED;
        if (occasions.contains(occasion)) {
            standing.put(alert.fingerprint(), new Standing(before.first, alert));
        }
        return step(occasion, alert, before.first);
    }

    private Optional<Step> resolved(Alert alert, Standing before) {
        standing.remove(alert.fingerprint());
        return step(Occasion.RESOLVED, alert, before.first);
    }

    private Optional<Step> step(Occasion occasion, Alert alert, @Nullable Alert first) {
        return occasions.contains(occasion) ? Optional.of(new Step(occasion, alert, first)) : Optional.empty();
    }

    private static boolean changed(Alert before, Alert now) {
        return before.severity() != now.severity()
                || !before.labels().equals(now.labels())
                || now.entityCount() >= 2 * before.entityCount()
                || 2 * now.entityCount() <= before.entityCount();
    }
}
