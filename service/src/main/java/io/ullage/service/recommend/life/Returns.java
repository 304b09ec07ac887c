package io.ullage.service.recommend.life;

import io.ullage.service.recommend.life.Figures.ClaimedBytes;
import io.ullage.service.recommend.life.VolumeReadings.Reading;
import io.ullage.service.recommend.rule.Action;
import io.ullage.service.recommend.rule.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds in the readings what acts brought back. Pure.
 *
 * <p>An act lies between two readings of its volume: the volume is gone, or lies in another pool, the snapshot is gone, or what it
 * occupies fell by at least half of what was promised. What came back is the difference of these two readings and nothing else, so that
 * what grew before and after does not count. Where two acts lie between the same readings of a volume, its bytes are shared out by what
 * they promised.
 */
final class Returns {
    /** Less than this of the promise may be anything. */
    private static final double UNMISTAKABLE = 0.5;

    private final VolumeReadings readings;

    Returns(VolumeReadings readings) {
        this.readings = readings;
    }

    /** The fall of one volume between two readings. */
    private record Fall(String volumeId, Instant from, Instant to, long bytes) {}

    /** Acts that are found in the readings, by id. */
    Map<String, Return> found(List<Standing> standings) {
        Map<String, List<Fall>> falls = new TreeMap<>();
        for (Standing standing : standings) {
            List<Fall> found = falls(standing);
            if (!found.isEmpty()) {
                falls.put(standing.id(), found);
            }
        }
        return shared(standings, falls);
    }

    /** Of an act that was said to be done and cannot be told from the rest: the last reading before it was accepted, and the newest. */
    Optional<Return> overall(Standing standing) {
        Instant begin = standing.actFrom();
        long bytes = 0;
        Instant from = null;
        Instant to = null;
        for (String volumeId : volumes(standing)) {
            List<Reading> known = readings.of(volumeId).stream()
                    .filter(reading -> reading.allocatedBytes() != null)
                    .toList();
            Reading before = known.stream()
                    .filter(reading -> !reading.time().isAfter(begin))
                    .reduce((one, later) -> later)
                    .orElse(null);
            Reading after = known.stream()
                    .filter(reading -> reading.time().isAfter(standing.stateSince()))
                    .findFirst()
                    .orElse(null);
            if (before == null || after == null) {
                return Optional.empty();
            }
            bytes += allocated(before) - allocated(after);
            from = from == null || before.time().isBefore(from) ? before.time() : from;
            to = to == null || after.time().isAfter(to) ? after.time() : to;
        }
        return from == null || to == null
                ? Optional.empty()
                : Optional.of(new Return(bytes, from, to, "said to be done; all that changed since it was accepted"));
    }

    private List<Fall> falls(Standing standing) {
        List<Fall> falls = new ArrayList<>();
        for (String volumeId : volumes(standing)) {
            long promised = standing.figures().claims().stream()
                    .filter(claim -> claim.volumeId().equals(volumeId))
                    .mapToLong(ClaimedBytes::bytes)
                    .sum();
            // What fell before anybody meant to act is not its doing.
            fall(standing, volumeId, promised)
                    .filter(fall -> fall.to().isAfter(standing.actFrom()))
                    .ifPresent(falls::add);
        }
        return falls;
    }

    private Optional<Fall> fall(Standing standing, String volumeId, long promised) {
        List<Reading> history = readings.of(volumeId);
        Action action = standing.figures().action();
        boolean whole = standing.figures().claims().stream().anyMatch(claim -> claim.part() == Part.WHOLE);
        if (whole) {
            return action == Action.MOVE ? moved(standing, volumeId, history) : gone(volumeId, history);
        }
        if (action == Action.DELETE_SNAPSHOT) {
            return snapshotGone(standing, volumeId, history);
        }
        return largest(
                volumeId,
                history,
                fall -> promised > 0
                        && fall.bytes() >= promised * UNMISTAKABLE
                        && fall.to().isAfter(standing.actFrom()));
    }

    /** Of an overlay that was written into its parent, what the parent took is taken off. */
    private Optional<Fall> gone(String volumeId, List<Reading> history) {
        if (history.isEmpty() || readings.present().contains(volumeId)) {
            return Optional.empty();
        }
        Reading last = history.get(history.size() - 1);
        long grown = 0;
        Instant to = readings.newest();
        String parent = last.parentVolumeId();
        if (parent != null) {
            List<Reading> ofParent = readings.of(parent);
            Reading before = atOrBefore(ofParent, last.time());
            Reading after = firstAfter(ofParent, last.time());
            if (before != null && after != null) {
                grown = allocated(after) - allocated(before);
                to = after.time();
            }
        }
        return Optional.of(new Fall(volumeId, last.time(), to, allocated(last) - grown));
    }

    private static Optional<Fall> moved(Standing standing, String volumeId, List<Reading> history) {
        Reading before = null;
        for (Reading reading : history) {
            if (reading.poolId().equals(standing.figures().poolId())) {
                before = reading;
            } else if (before != null) {
                return Optional.of(new Fall(volumeId, before.time(), reading.time(), allocated(before)));
            }
        }
        return Optional.empty();
    }

    private Optional<Fall> snapshotGone(Standing standing, String volumeId, List<Reading> history) {
        Instant seen = readings.snapshots().get(standing.figures().target().id());
        if (seen == null) {
            return Optional.empty();
        }
        Reading before = atOrBefore(history, seen);
        Reading after = firstAfter(history, seen);
        return before == null || after == null
                ? Optional.empty()
                : Optional.of(new Fall(volumeId, before.time(), after.time(), allocated(before) - allocated(after)));
    }

    private interface Counts {
        boolean is(Fall fall);
    }

    private static Optional<Fall> largest(String volumeId, List<Reading> history, Counts counts) {
        Fall largest = null;
        Reading before = null;
        for (Reading reading : history) {
            if (reading.allocatedBytes() == null) {
                continue;
            }
            if (before != null) {
                Fall fall = new Fall(volumeId, before.time(), reading.time(), allocated(before) - allocated(reading));
                if (counts.is(fall) && (largest == null || fall.bytes() > largest.bytes())) {
                    largest = fall;
                }
            }
            before = reading;
        }
        return Optional.ofNullable(largest);
    }

    /** Falls that several acts found alike are divided by their promises; the last one takes what rounding leaves. */
    private static Map<String, Return> shared(List<Standing> standings, Map<String, List<Fall>> falls) {
        Map<String, Standing> byId = standings.stream().collect(Collectors.toMap(Standing::id, one -> one));
        Map<Fall, List<String>> finders = new HashMap<>();
        falls.forEach((id, found) -> found.forEach(
                fall -> finders.computeIfAbsent(fall, key -> new ArrayList<>()).add(id)));
        Map<String, Long> bytes = new HashMap<>();
        finders.forEach((fall, ids) -> {
            long left = fall.bytes();
            double weights =
                    ids.stream().mapToDouble(id -> weight(byId.get(id), fall)).sum();
            for (int i = 0; i < ids.size(); i++) {
                String id = ids.get(i);
                long share =
                        i == ids.size() - 1 ? left : Math.round(fall.bytes() * weight(byId.get(id), fall) / weights);
                bytes.merge(id, share, Long::sum);
                left -= share;
            }
        });
        Map<String, Return> returns = new HashMap<>();
        falls.forEach((id, found) -> returns.put(
                id,
                new Return(
                        bytes.get(id),
                        found.stream().map(Fall::from).min(Instant::compareTo).orElseThrow(),
                        found.stream().map(Fall::to).max(Instant::compareTo).orElseThrow(),
                        found.stream().anyMatch(fall -> finders.get(fall).size() > 1)
                                ? "read before and after; shared with another act between the same readings"
                                : "read before and after")));
        return returns;
    }

    private static double weight(@Nullable Standing standing, Fall fall) {
        return Math.max(
                1,
                Objects.requireNonNull(standing).figures().claims().stream()
                        .filter(claim -> claim.volumeId().equals(fall.volumeId()))
                        .mapToLong(ClaimedBytes::bytes)
                        .sum());
    }

    private static List<String> volumes(Standing standing) {
        return standing.figures().claims().stream()
                .map(ClaimedBytes::volumeId)
                .distinct()
                .toList();
    }

    private static @Nullable Reading atOrBefore(List<Reading> history, Instant time) {
        return history.stream()
                .filter(reading -> !reading.time().isAfter(time))
                .reduce((one, later) -> later)
                .orElse(null);
    }

    private static @Nullable Reading firstAfter(List<Reading> history, Instant time) {
        return history.stream()
                .filter(reading -> reading.time().isAfter(time))
                .findFirst()
                .orElse(null);
    }

    private static long allocated(Reading reading) {
        return Objects.requireNonNullElse(reading.allocatedBytes(), 0L);
    }
}
