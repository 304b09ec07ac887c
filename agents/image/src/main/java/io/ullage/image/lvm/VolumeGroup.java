package io.ullage.image.lvm;

import io.ullage.image.ImageException;
import io.ullage.image.lvm.MetadataText.Section;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the metadata text says of one physical volume, in bytes.
 *
 * @param firstExtentByte where the extents begin on it
 */
record VolumeGroup(String name, long extentBytes, long firstExtentByte, long extents, List<LogicalVolume> volumes) {
    private static final int SECTOR_BYTES = 512;

    /** More pieces than this in one physical volume are not laid out; pvmove and lvextend make a few per volume. */
    private static final int MAX_PIECES = 100_000;

    /**
     * A logical volume as far as it lies on this physical volume.
     *
     * @param pieces in the order of the volume's own bytes
     * @param lookInside whether its bytes are exactly those of its pieces, and nothing else is built on it
     * @param elsewhere whether a part of it lies on another physical volume
     */
    record LogicalVolume(String name, List<Extents> pieces, boolean lookInside, boolean elsewhere) {}

    /** Extents of the physical volume. */
    record Extents(long first, long count) {}

    static VolumeGroup of(Section text, String pvUuid) throws ImageException {
        for (Map.Entry<String, Object> entry : text.entries().entrySet()) {
            if (entry.getValue() instanceof Section group) {
                return of(entry.getKey(), group, pvUuid);
            }
        }
        throw new ImageException("LVM metadata", "must describe a volume group", "none");
    }

    private static VolumeGroup of(String name, Section group, String pvUuid) throws ImageException {
        long extentSectors = group.number("extent_size");
        if (extentSectors < 1 || extentSectors > 1L << 40) {
            throw new ImageException("LVM extent_size", "must be from 1 to 2^40 sectors", extentSectors);
        }
        Section volumes = group.section("physical_volumes");
        for (String key : volumes.entries().keySet()) {
            Section pv = volumes.section(key);
            if (pv.text("id").replace("-", "").equals(pvUuid)) {
                long count = pv.number("pe_count");
                long start = pv.number("pe_start");
                if (start > Long.MAX_VALUE >> 12 || count > (Long.MAX_VALUE >> 12) / extentSectors) {
                    throw new ImageException(
                            "LVM pe_start and pe_count", "must be sizes of a disk", start + ", " + count);
                }
                return new VolumeGroup(
                        name,
                        extentSectors * SECTOR_BYTES,
                        start * SECTOR_BYTES,
                        count,
                        logicalVolumes(group.sectionOrEmpty("logical_volumes"), key, count));
            }
        }
        throw new ImageException(
                "LVM physical_volumes", "must hold " + pvUuid, volumes.entries().keySet());
    }

    private static List<LogicalVolume> logicalVolumes(Section volumes, String pv, long extents) throws ImageException {
        Set<String> mentioned = mentionedInSegments(volumes);
        List<LogicalVolume> result = new ArrayList<>();
        int pieces = 0;
        for (String name : volumes.entries().keySet()) {
            Section volume = volumes.section(name);
            boolean lookInside = volume.list("status").contains("VISIBLE") && !mentioned.contains(name);
            boolean elsewhere = false;
            List<Extents> own = new ArrayList<>();
            for (Section segment : segments(volume)) {
                boolean linear = segment.text("type").equals("striped") && segment.number("stripe_count") == 1;
                lookInside &= linear;
                long count = segment.number("extent_count");
                for (Object value : segment.entries().values()) {
                    if (!(value instanceof List<?> areas)) {
                        continue;
                    }
                    for (int i = 0; i + 1 < areas.size(); i += 2) {
                        if (!(areas.get(i) instanceof String area) || !(areas.get(i + 1) instanceof Long first)) {
                            continue;
                        }
                        if (!area.equals(pv)) {
                            elsewhere = true;
                            continue;
                        }
                        long onPv = linear || !segment.text("type").equals("striped")
                                ? count
                                : count / Math.max(1, segment.number("stripe_count"));
                        if (first < 0 || onPv < 1 || onPv > extents || first > extents - onPv) {
                            throw new ImageException(
                                    "LVM segment of " + name,
                                    "must lie in the " + extents + " extents of its disk",
                                    first + " + " + onPv);
                        }
                        own.add(new Extents(first, onPv));
                        pieces++;
                    }
                }
            }
            if (pieces > MAX_PIECES) {
                throw new ImageException("LVM segments", "must be at most " + MAX_PIECES, pieces);
            }
            if (!own.isEmpty()) {
                result.add(new LogicalVolume(name, List.copyOf(own), lookInside && !elsewhere, elsewhere));
            }
        }
        return List.copyOf(result);
    }

    /** Segments in their order; {@code segment2} after {@code segment1}. */
    private static List<Section> segments(Section volume) throws ImageException {
        long count = volume.number("segment_count");
        List<Section> segments = new ArrayList<>();
        for (long i = 1; i <= Math.min(count, MAX_PIECES); i++) {
            segments.add(volume.section("segment" + i));
        }
        return segments;
    }

    /** Every name that stands in a segment as a value: origins, pools, images and logs of other volumes. */
    private static Set<String> mentionedInSegments(Section volumes) throws ImageException {
        Set<String> mentioned = new HashSet<>();
        for (String name : volumes.entries().keySet()) {
            for (Section segment : segments(volumes.section(name))) {
                for (Object value : segment.entries().values()) {
                    if (value instanceof String text) {
                        mentioned.add(text);
                    } else if (value instanceof List<?> list) {
                        list.stream()
                                .filter(String.class::isInstance)
                                .map(String.class::cast)
                                .forEach(mentioned::add);
                    }
                }
            }
        }
        return mentioned;
    }
}
