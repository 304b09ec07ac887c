package io.ullage.image.lvm;

import io.ullage.image.ByteSource;
import io.ullage.image.ExtentCursor;
import io.ullage.image.GuestState;
import io.ullage.image.ImageException;
import io.ullage.image.content.Anomalies;
import io.ullage.image.content.Content;
import io.ullage.image.content.ContentKind;
import io.ullage.image.content.PieceSource;
import io.ullage.image.content.PieceSource.Piece;
import io.ullage.image.content.Recogniser;
import io.ullage.image.content.Runs;
import io.ullage.image.content.Runs.Part;
import io.ullage.image.content.UniformContent;
import io.ullage.image.lvm.VolumeGroup.Extents;
import io.ullage.image.lvm.VolumeGroup.LogicalVolume;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A physical volume of LVM2. */
public final class PhysicalVolume implements Content {
    /** A walk through a volume of many pieces starts anew for each of them; above this it is held as a whole. */
    private static final int MAX_PIECES_INSIDE = 64;

    private final PvLabel pv;
    private final Optional<String> groupName;
    private final long dataStartByte;
    private final long dataEndByte;
    private final long sourceBytes;
    private final List<Placed> placed;
    private final List<Inner> inner;

    /** A range of the physical volume that belongs to a volume, and where in that volume's bytes it begins. */
    private record Placed(long startByte, long lengthBytes, Content content, long contentByte) {}

    private PhysicalVolume(ByteSource source, PvLabel pv, Optional<VolumeGroup> group, Recogniser recogniser)
            throws IOException {
        this.pv = pv;
        sourceBytes = source.sizeBytes();
        groupName = group.map(VolumeGroup::name);
        placed = new ArrayList<>();
        inner = new ArrayList<>();
        if (group.isEmpty()) {
            dataStartByte = Math.min(sourceBytes, pv.dataStartByte());
            dataEndByte = sourceBytes;
            return;
        }
        dataStartByte = group.get().firstExtentByte();
        dataEndByte = dataStartByte + group.get().extents() * group.get().extentBytes();
        if (dataEndByte > sourceBytes) {
            throw new ImageException("LVM extents", "must end by byte " + sourceBytes, dataEndByte);
        }
        for (LogicalVolume volume : group.get().volumes()) {
            place(source, group.get(), volume, recogniser);
        }
        placed.sort(Comparator.comparingLong(Placed::startByte));
        for (int i = 1; i < placed.size(); i++) {
            if (placed.get(i).startByte < placed.get(i - 1).startByte + placed.get(i - 1).lengthBytes) {
                throw new ImageException("LVM segments", "must not overlap", "two at byte " + placed.get(i).startByte);
            }
        }
    }

    public static boolean matches(ByteSource source) throws IOException {
        return PvLabel.matches(source);
    }

    /**
     * @param recogniser tells what lies in a logical volume
     * @throws ImageException if label or metadata break a rule, or this physical volume holds no copy of the metadata
     */
    public static PhysicalVolume read(ByteSource source, Recogniser recogniser) throws IOException {
        PvLabel pv = PvLabel.read(source);
        Optional<VolumeGroup> group = pv.metadata().isEmpty()
                ? Optional.empty()
                : Optional.of(VolumeGroup.of(MetadataText.parse(pv.metadata().get()), pv.uuid()));
        return new PhysicalVolume(source, pv, group, recogniser);
    }

    private void place(ByteSource source, VolumeGroup group, LogicalVolume volume, Recogniser recogniser)
            throws IOException {
        List<Piece> pieces = new ArrayList<>();
        for (Extents extents : volume.pieces()) {
            pieces.add(new Piece(
                    group.firstExtentByte() + extents.first() * group.extentBytes(),
                    extents.count() * group.extentBytes()));
        }
        String name = group.name() + "/" + volume.name();
        long length = pieces.stream().mapToLong(Piece::lengthBytes).sum();
        Content content;
        if (volume.lookInside() && pieces.size() <= MAX_PIECES_INSIDE) {
            content = recogniser.recognise(new PieceSource(source, pieces));
        } else if (volume.lookInside()) {
            content = UniformContent.unseen(
                    ContentKind.UNKNOWN, length, "lies in more than " + MAX_PIECES_INSIDE + " pieces");
        } else if (volume.elsewhere()) {
            content = UniformContent.unseen(ContentKind.UNKNOWN, length, "lies on other physical volumes too");
        } else {
            content = UniformContent.of(ContentKind.LVM2_PV, length, GuestState.LIVE);
        }
        inner.add(new Inner(name, length, content));
        long at = 0;
        for (Piece piece : pieces) {
            placed.add(new Placed(piece.startByte(), piece.lengthBytes(), content, at));
            at += piece.lengthBytes();
        }
    }

    @Override
    public ContentKind kind() {
        return ContentKind.LVM2_PV;
    }

    /** As LVM writes it, in groups with dashes. */
    @Override
    public Optional<String> uuid() {
        return Optional.of(
                pv.uuid().replaceFirst("(.{6})(.{4})(.{4})(.{4})(.{4})(.{4})(.{6})", "$1-$2-$3-$4-$5-$6-$7"));
    }

    /** The name of its volume group. */
    @Override
    public Optional<String> label() {
        return groupName;
    }

    @Override
    public List<Inner> inner() {
        return List.copyOf(inner);
    }

    @Override
    public ExtentCursor<GuestState> runs(Anomalies anomalies) {
        List<Part> parts = new ArrayList<>();
        parts.add(Part.uniform(dataStartByte, GuestState.LIVE));
        long position = dataStartByte;
        for (Placed one : placed) {
            parts.add(Part.uniform(one.startByte - position, GuestState.FREE));
            parts.add(new Part(
                    one.lengthBytes, () -> Runs.window(one.content.runs(anomalies), one.contentByte, one.lengthBytes)));
            position = one.startByte + one.lengthBytes;
        }
        parts.add(Part.uniform(dataEndByte - position, GuestState.FREE));
        // the rest of the device is less than an extent, or a second metadata area
        long deviceEnd = Math.max(dataEndByte, Math.min(pv.deviceBytes(), sourceBytes));
        parts.add(Part.uniform(deviceEnd - dataEndByte, GuestState.LIVE));
        parts.add(Part.uniform(sourceBytes - deviceEnd, GuestState.UNSEEN));
        return Runs.concatenated(parts);
    }
}
