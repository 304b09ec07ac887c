package io.ullage.image.live;

import io.ullage.image.ExtentCursor;
import io.ullage.image.GuestState;
import io.ullage.image.LiveMap;
import io.ullage.image.content.Anomalies;
import io.ullage.image.content.Content;
import io.ullage.image.content.Runs;
import io.ullage.image.content.Runs.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The live map of a disk, with what was found on it. */
public final class DiskLiveMap implements LiveMap {
    private final long sizeBytes;
    private final List<Segment> segments;
    private final List<Region> regions;
    private final List<String> anomalies;

    /** A named piece of the disk; the segments of a disk follow one another without a gap. */
    record Segment(String name, long startByte, long lengthBytes, Content content) {}

    DiskLiveMap(long sizeBytes, List<Segment> segments, List<String> anomalies) throws IOException {
        this.sizeBytes = sizeBytes;
        this.segments = List.copyOf(segments);
        this.anomalies = List.copyOf(anomalies);
        List<Region> surveyed = new ArrayList<>(segments.size());
        for (Segment segment : segments) {
            surveyed.add(survey(segment));
        }
        regions = List.copyOf(surveyed);
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public ExtentCursor<GuestState> extents() throws IOException {
        return Runs.joined(Runs.concatenated(segments.stream()
                .map(segment -> new Part(segment.lengthBytes, () -> segment.content.runs(new Anomalies())))
                .toList()));
    }

    /** What was found, in ascending order, without a gap from 0 to {@link #sizeBytes()}. */
    public List<Region> regions() {
        return regions;
    }

    /** What is wrong with the partition table. */
    public List<String> anomalies() {
        return anomalies;
    }

    private static Region survey(Segment segment) throws IOException {
        Content content = segment.content;
        Totals totals = Totals.of(content);
        List<Region.Volume> inner = new ArrayList<>();
        for (Content.Inner volume : content.inner()) {
            Totals own = Totals.of(volume.content());
            inner.add(new Region.Volume(
                    volume.name(),
                    volume.lengthBytes(),
                    volume.content().kind(),
                    volume.content().uuid(),
                    volume.content().label(),
                    volume.content().unseenReason(),
                    own.bytes(GuestState.LIVE),
                    own.bytes(GuestState.FREE),
                    own.bytes(GuestState.UNSEEN),
                    own.outdated,
                    own.anomalies));
        }
        return new Region(
                segment.name,
                segment.startByte,
                segment.lengthBytes,
                content.kind(),
                content.uuid(),
                content.label(),
                content.unseenReason(),
                totals.bytes(GuestState.LIVE),
                totals.bytes(GuestState.FREE),
                totals.bytes(GuestState.UNSEEN),
                inner,
                totals.outdated || inner.stream().anyMatch(Region.Volume::outdated),
                totals.anomalies);
    }

    private record Totals(List<Long> byState, boolean outdated, List<String> anomalies) {
        static Totals of(Content content) throws IOException {
            long[] sums = new long[GuestState.values().length];
            Anomalies anomalies = new Anomalies();
            try (ExtentCursor<GuestState> runs = content.runs(anomalies)) {
                while (runs.next()) {
                    sums[runs.state().ordinal()] += runs.length();
                }
            }
            return new Totals(Arrays.stream(sums).boxed().toList(), anomalies.outdated(), anomalies.toList());
        }

        long bytes(GuestState state) {
            return byState.get(state.ordinal());
        }
    }
}
