package io.ullage.job.rule;

import io.ullage.schema.alert.Alert;
import io.ullage.schema.alert.AlertEnd;
import io.ullage.schema.alert.AlertState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One firing from its beginning to its end, as its messages tell it.
 *
 * @param first with which it began
 * @param last that stands
 */
public record Firing(Alert first, Alert last) {
    /** By when they began, then by rule and cause. A firing that was taken back by a rewritten row is none. */
    public static List<Firing> of(List<Alert> alerts) {
        Map<String, Firing> firings = new TreeMap<>();
        for (Alert alert : alerts) {
            firings.merge(
                    alert.fingerprint() + " " + alert.startsAt(),
                    new Firing(alert, alert),
                    (known, more) -> new Firing(
                            known.first, more.last.revision() > known.last.revision() ? more.last : known.last));
        }
        List<Firing> sorted = new ArrayList<>(firings.values());
        sorted.removeIf(firing -> firing.last.end() == AlertEnd.REVISED);
        sorted.sort(Comparator.comparing(Firing::startsAt)
                .thenComparing(firing -> firing.first.rule())
                .thenComparing(firing -> firing.first.fingerprint()));
        return sorted;
    }

    public Instant startsAt() {
        return first.startsAt();
    }

    /** Absent while it stands. */
    public @Nullable Instant endsAt() {
        return last.state() == AlertState.RESOLVED ? last.endsAt() : null;
    }
}
