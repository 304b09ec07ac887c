package io.ullage.image.ntfs;

import io.ullage.image.ByteSource;
import io.ullage.image.ExtentCursor;
import io.ullage.image.GuestState;
import io.ullage.image.ImageException;
import io.ullage.image.content.Anomalies;
import io.ullage.image.content.Content;
import io.ullage.image.content.ContentKind;
import io.ullage.image.content.Fields;
import io.ullage.image.content.Runs;
import io.ullage.image.content.Runs.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** An NTFS volume. */
public final class Ntfs implements Content {
    private static final int VOLUME_FLAGS = 0x0A;
    private static final int VOLUME_IS_DIRTY = 0x1;

    private final NtfsVolume volume;
    private final ByteSource bitmap;
    private final Optional<String> label;
    private final boolean dirty;

    private Ntfs(NtfsVolume volume, ByteSource bitmap, Optional<String> label, boolean dirty) {
        this.volume = volume;
        this.bitmap = bitmap;
        this.label = label;
        this.dirty = dirty;
    }

    /** @throws ImageException if the boot sector or the record of {@code $Bitmap} breaks a rule */
    public static Ntfs read(ByteSource source) throws IOException {
        NtfsVolume volume = NtfsVolume.read(source);
        Fields record = volume.mftRecord(NtfsVolume.BITMAP_RECORD);
        if (Attribute.find(record, Attribute.ATTRIBUTE_LIST).isPresent()) {
            throw new ImageException("NTFS $Bitmap", "must have its runs in one record", "an attribute list");
        }
        Attribute data = Attribute.find(record, Attribute.DATA)
                .orElseThrow(() -> new ImageException("NTFS $Bitmap", "must have a data attribute", "none"));
        long recordStart =
                volume.mftCluster() * volume.clusterBytes() + (long) NtfsVolume.BITMAP_RECORD * volume.recordBytes();
        ByteSource bitmap = data.value(volume, recordStart, (volume.clusters() + Byte.SIZE - 1) / Byte.SIZE);

        Fields own = volume.mftRecord(NtfsVolume.VOLUME_RECORD);
        return new Ntfs(volume, bitmap, label(own), isDirty(own));
    }

    private static Optional<String> label(Fields record) throws ImageException {
        Optional<Attribute> name = Attribute.find(record, Attribute.VOLUME_NAME);
        if (name.isEmpty() || name.get().valueLength() == 0) {
            return Optional.empty();
        }
        int at = name.get().valueOffset();
        return Optional.of(new String(record.array(), at, name.get().valueLength(), StandardCharsets.UTF_16LE));
    }

    private static boolean isDirty(Fields record) throws ImageException {
        Optional<Attribute> information = Attribute.find(record, Attribute.VOLUME_INFORMATION);
        if (information.isEmpty() || information.get().valueLength() < VOLUME_FLAGS + 2) {
            return false;
        }
        return (record.u16(information.get().valueOffset() + VOLUME_FLAGS) & VOLUME_IS_DIRTY) != 0;
    }

    @Override
    public ContentKind kind() {
        return ContentKind.NTFS;
    }

    /** Its serial number, as Windows and blkid write it. */
    @Override
    public Optional<String> uuid() {
        return Optional.of(String.format("%016X", volume.serial()));
    }

    @Override
    public Optional<String> label() {
        return label;
    }

    @Override
    public ExtentCursor<GuestState> runs(Anomalies anomalies) {
        if (dirty) {
            anomalies.add("flagged dirty: Windows may not have written its newest $Bitmap");
        }
        long clustersEnd = volume.clusters() * volume.clusterBytes();
        // after the last cluster comes what does not fill one, and the copy of the boot sector
        long volumeEnd = Math.min(volume.source().sizeBytes(), (volume.sectors() + 1) * volume.sectorBytes());
        return Runs.concatenated(List.of(
                new Part(
                        clustersEnd,
                        () -> new BitmapCursor(bitmap, volume.clusters(), volume.clusterBytes(), anomalies)),
                Part.uniform(volumeEnd - clustersEnd, GuestState.LIVE),
                Part.uniform(volume.source().sizeBytes() - volumeEnd, GuestState.UNSEEN)));
    }
}
