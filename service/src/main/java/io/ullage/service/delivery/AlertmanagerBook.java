package io.ullage.service.delivery;

import io.ullage.job.rule.Matchers;
import io.ullage.schema.alert.Alert;
import io.ullage.schema.alert.AlertState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an Alertmanager has to know: what fires, and what ended a while ago. To it labels are the alert: one whose labels change is another,
 * and the former ends.
 */
final class AlertmanagerBook {
    /** For so long an end is repeated, as Prometheus does: an Alertmanager that came back knows of it. */
    static final Duration ENDS_REPEATED = Duration.ofMinutes(15);

    private final Matchers match;
    private final Firings firings = new Firings();
    private final Map<Map<String, String>, Item> items = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> standing = new HashMap<>();

    /** Of one set of labels. */
    static final class Item {
        private final Alert alert;
        private final Alert first;
        private final @Nullable Instant endsAt;
        private final Instant since;
        private boolean taken;
        private boolean refused;

        private Item(Alert alert, Alert first, @Nullable Instant endsAt, Instant since, boolean taken) {
            this.alert = alert;
            this.first = first;
            this.endsAt = endsAt;
            this.since = since;
            this.taken = taken;
        }

        Alert alert() {
            return alert;
        }

        Alert first() {
            return first;
        }

        /** Absent while it fires. */
        @Nullable
        Instant endsAt() {
            return endsAt;
        }

        void taken() {
            taken = true;
        }

        /** Not told again before something about it is new. */
        void refused() {
            refused = true;
            taken = true;
        }
    }

    AlertmanagerBook(Matchers match) {
        this.match = match;
    }

    /**
     * Notes a message.
     *
     * @param handled the Alertmanager has taken it before
     */
    void take(Alert alert, Instant arrived, boolean handled) {
        if (!firings.isNew(alert, arrived)) {
            return;
        }
        Map<String, String> before = standing.get(alert.fingerprint());
        Item old = before == null ? null : items.get(before);
        boolean fires =
                alert.state() == AlertState.FIRING && alert.silencedBy() == null && match.matches(alert.labels());
        if (old != null && (!fires || !old.alert.labels().equals(alert.labels()))) {
            Instant end = alert.endsAt() == null ? alert.time() : alert.endsAt();
            items.put(old.alert.labels(), new Item(old.alert, old.first, end, arrived, handled));
            standing.remove(alert.fingerprint());
        }
        if (fires) {
            boolean goesOn = old != null && old.alert.startsAt().equals(alert.startsAt());
            items.put(
                    alert.labels(), new Item(alert, goesOn && old != null ? old.first : alert, null, arrived, handled));
            standing.put(alert.fingerprint(), alert.labels());
        }
    }

    /** What it does not know yet. */
    List<Item> news() {
        return items.values().stream().filter(item -> !item.taken).toList();
    }

    /** All that it is to be told again; what ended long enough ago is forgotten. */
    List<Item> all(Instant now) {
        items.values()
                .removeIf(item -> item.endsAt != null
                        && item.taken
                        && item.since.plus(ENDS_REPEATED).isBefore(now));
        List<Item> all = new ArrayList<>(items.values());
        all.removeIf(item -> item.refused);
        return all;
    }

    int firing() {
        return standing.size();
    }
}
