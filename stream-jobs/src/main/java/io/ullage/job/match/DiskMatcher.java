package io.ullage.job.match;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the volume behind each disk of one machine, by {@link MatchRule} in its order.
 *
 * <p>A rule takes a key from either side. A key that exactly one disk and exactly one volume of the machine have is a match, if neither is
 * matched yet; a key that two on one side share is none, by that rule, for any of them.
 */
public final class DiskMatcher {
    /** VIRTIO_BLK_ID_BYTES: a virtio disk tells its guest no more of the serial (virtio 1.2, 5.2.6.1). */
    private static final int VIRTIO_SERIAL_CHARACTERS = 20;

    private static final List<Rule> RULES = List.of(
            new Rule(MatchRule.SAME_FILE, DiskMatcher::backingFile, DiskMatcher::file),
            new Rule(MatchRule.SERIAL, disk -> trimmed(disk.serial()), volume -> trimmed(volume.serial())),
            new Rule(MatchRule.SERIAL, DiskMatcher::cutSerial, DiskMatcher::cutSerial),
            new Rule(MatchRule.WWN, disk -> wwn(disk.wwn()), volume -> wwn(volume.wwn())),
            new Rule(MatchRule.BUS_ADDRESS, disk -> trimmed(disk.busAddress()), volume -> trimmed(volume.busAddress())),
            new Rule(MatchRule.UNIQUE_SIZE, disk -> size(disk.sizeBytes()), volume -> size(volume.sizeBytes())));

    private final List<GuestDisk> disks;
    private final List<HostDisk> volumes;
    private final Map<String, Matching.Match> byDisk = new TreeMap<>();
    private final Set<String> matchedVolumes = new TreeSet<>();
    private final Map<String, Set<String>> candidatesOfDisk = new HashMap<>();
    private final Map<String, Set<String>> candidatesOfVolume = new HashMap<>();

    private DiskMatcher(List<GuestDisk> disks, List<HostDisk> volumes) {
        this.disks =
                disks.stream().sorted(Comparator.comparing(GuestDisk::name)).toList();
        this.volumes = volumes.stream()
                .sorted(Comparator.comparing(HostDisk::volumeId))
                .toList();
    }

    /**
     * @param disks of one machine, of different names
     * @param volumes that hosts say are given to that machine, of different ids
     */
    public static Matching match(List<GuestDisk> disks, List<HostDisk> volumes) {
        DiskMatcher matcher = new DiskMatcher(disks, volumes);
        RULES.forEach(matcher::apply);
        return new Matching(List.copyOf(matcher.byDisk.values()), matcher.unmatched());
    }

    private void apply(Rule rule) {
        Map<String, List<GuestDisk>> disksByKey = byKey(disks, rule.ofDisk);
        Map<String, List<HostDisk>> volumesByKey = byKey(volumes, rule.ofVolume);
        disksByKey.forEach((key, sameDisks) -> {
            List<HostDisk> sameVolumes = volumesByKey.getOrDefault(key, List.of());
            if (sameDisks.size() == 1 && sameVolumes.size() == 1) {
                take(sameDisks.get(0), sameVolumes.get(0), rule.name);
            } else {
                remember(sameDisks, sameVolumes);
            }
        });
    }

    private void take(GuestDisk disk, HostDisk volume, MatchRule rule) {
        if (!byDisk.containsKey(disk.name()) && !matchedVolumes.contains(volume.volumeId())) {
            byDisk.put(disk.name(), new Matching.Match(disk.name(), volume.volumeId(), rule));
            matchedVolumes.add(volume.volumeId());
        }
    }

    private void remember(List<GuestDisk> sameDisks, List<HostDisk> sameVolumes) {
        for (GuestDisk disk : sameDisks) {
            for (HostDisk volume : sameVolumes) {
                candidatesOfDisk
                        .computeIfAbsent(disk.name(), name -> new TreeSet<>())
                        .add(volume.volumeId());
                candidatesOfVolume
                        .computeIfAbsent(volume.volumeId(), id -> new TreeSet<>())
                        .add(disk.name());
            }
        }
    }

    private List<Matching.Unmatched> unmatched() {
        List<Matching.Unmatched> unmatched = new ArrayList<>();
        for (GuestDisk disk : disks) {
            if (!byDisk.containsKey(disk.name())) {
                Set<String> candidates = new TreeSet<>(candidatesOfDisk.getOrDefault(disk.name(), Set.of()));
                candidates.removeAll(matchedVolumes);
                UnmatchedReason reason = reason(volumes.isEmpty(), UnmatchedReason.NO_HOST_VIEW, candidates);
                unmatched.add(new Matching.Unmatched(Side.GUEST_DISK, disk.name(), reason, List.copyOf(candidates)));
            }
        }
        for (HostDisk volume : volumes) {
            if (!matchedVolumes.contains(volume.volumeId())) {
                Set<String> candidates = new TreeSet<>(candidatesOfVolume.getOrDefault(volume.volumeId(), Set.of()));
                candidates.removeAll(byDisk.keySet());
                UnmatchedReason reason = reason(disks.isEmpty(), UnmatchedReason.NO_GUEST_VIEW, candidates);
                unmatched.add(new Matching.Unmatched(Side.VOLUME, volume.volumeId(), reason, List.copyOf(candidates)));
            }
        }
        return unmatched;
    }

    private static UnmatchedReason reason(boolean otherSideEmpty, UnmatchedReason ifEmpty, Set<String> candidates) {
        if (otherSideEmpty) {
            return ifEmpty;
        }
        return candidates.isEmpty() ? UnmatchedReason.NO_CANDIDATE : UnmatchedReason.AMBIGUOUS;
    }

    private static <T> Map<String, List<T>> byKey(List<T> all, Function<T, @Nullable String> keyOf) {
        Map<String, List<T>> byKey = new TreeMap<>();
        for (T one : all) {
            String key = keyOf.apply(one);
            if (key != null) {
                byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(one);
            }
        }
        return byKey;
    }

    private static @Nullable String backingFile(GuestDisk disk) {
        return disk.backingFile() == null ? null : disk.hostId() + '\0' + disk.backingFile();
    }

    private static @Nullable String file(HostDisk volume) {
        return volume.path() == null ? null : volume.hostId() + '\0' + volume.path();
    }

    /** A serial that fills what virtio tells may be the beginning of a longer one. */
    private static @Nullable String cutSerial(GuestDisk disk) {
        String serial = trimmed(disk.serial());
        return serial != null && serial.length() == VIRTIO_SERIAL_CHARACTERS ? serial : null;
    }

    private static @Nullable String cutSerial(HostDisk volume) {
        String serial = trimmed(volume.serial());
        return serial == null || serial.length() < VIRTIO_SERIAL_CHARACTERS
                ? null
                : serial.substring(0, VIRTIO_SERIAL_CHARACTERS).trim();
    }

    /** Hosts and guests write the same name with and without its type, its dashes and its capitals. */
    private static @Nullable String wwn(@Nullable String wwn) {
        String text = trimmed(wwn);
        if (text == null) {
            return null;
        }
        String digits = text.toLowerCase(Locale.ROOT).replaceFirst("^(0x|naa\\.|eui\\.|uuid\\.)", "");
        return trimmed(digits.replace("-", ""));
    }

    private static @Nullable String trimmed(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.trim();
    }

    private static @Nullable String size(long bytes) {
        return bytes == 0 ? null : Long.toString(bytes);
    }

    /** @param name several ways of taking one key share it */
    private record Rule(
            MatchRule name,
            Function<GuestDisk, @Nullable String> ofDisk,
            Function<HostDisk, @Nullable String> ofVolume) {}
}
