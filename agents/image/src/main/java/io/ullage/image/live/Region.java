package io.ullage.image.live;

import io.ullage.image.content.ContentKind;
import java.util.List;
import java.util.Optional;

/**
 * A part of a disk, what it was recognised as, and what it holds: live, free and unseen bytes sum to its length.
 *
 * @param name {@code partition 1}, {@code gap}, {@code disk}
 * @param unseenReason why nothing can be said about the part as a whole
 * @param inner what lies inside and was looked at too
 * @param outdated what was read may be older than the truth by more than a moment: no figure may be promised by it
 * @param anomalies what was found damaged or out of date on the way
 */
public record Region(
        String name,
        long startByte,
        long lengthBytes,
        ContentKind kind,
        Optional<String> uuid,
        Optional<String> label,
        Optional<String> unseenReason,
        long liveBytes,
        long freeBytes,
        long unseenBytes,
        List<Volume> inner,
        boolean outdated,
        List<String> anomalies) {
    public Region {
        inner = List.copyOf(inner);
        anomalies = List.copyOf(anomalies);
    }

    /** A logical volume inside, in its own bytes. */
    public record Volume(
            String name,
            long lengthBytes,
            ContentKind kind,
            Optional<String> uuid,
            Optional<String> label,
            Optional<String> unseenReason,
            long liveBytes,
            long freeBytes,
            long unseenBytes,
            boolean outdated,
            List<String> anomalies) {
        public Volume {
            anomalies = List.copyOf(anomalies);
        }
    }
}
