package io.ullage.image.ext4;

import io.ullage.image.ByteSource;
import io.ullage.image.ExtentCursor;
import io.ullage.image.GuestState;
import io.ullage.image.content.Anomalies;
import io.ullage.image.content.Content;
import io.ullage.image.content.ContentKind;
import io.ullage.image.content.Fields;
import io.ullage.image.content.Runs;
import io.ullage.image.content.Runs.Part;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** An ext2, ext3 or ext4 file system. */
public final class Ext4 implements Content {
    private final ByteSource source;
    private final Ext4Superblock superblock;

    private Ext4(ByteSource source, Ext4Superblock superblock) {
        this.source = source;
        this.superblock = superblock;
    }

    public static boolean matches(ByteSource source) throws IOException {
        int end = Ext4Layout.SUPERBLOCK_OFFSET + Ext4Layout.SUPERBLOCK_BYTES;
        return source.sizeBytes() >= end
                && Fields.littleEndian(source, Ext4Layout.SUPERBLOCK_OFFSET, Ext4Layout.SUPERBLOCK_BYTES)
                                .u16(Ext4Layout.S_MAGIC)
                        == Ext4Layout.MAGIC;
    }

    /** @throws io.ullage.image.ImageException if the superblock breaks a rule or needs a feature that is not known here */
    public static Ext4 read(ByteSource source) throws IOException {
        return new Ext4(source, Ext4Superblock.read(source));
    }

    @Override
    public ContentKind kind() {
        return superblock.kind();
    }

    @Override
    public Optional<String> uuid() {
        return superblock.raw().uuid(Ext4Layout.S_UUID);
    }

    @Override
    public Optional<String> label() {
        return superblock.raw().text(Ext4Layout.S_VOLUME_NAME, 16);
    }

    /** The piece that it hands out: a block, or a cluster with {@code bigalloc}. */
    public long clusterBytes() {
        return (long) superblock.blockSize() * superblock.clusterBlocks();
    }

    @Override
    public ExtentCursor<GuestState> runs(Anomalies anomalies) {
        if (superblock.needsRecovery()) {
            anomalies.add("mounted or not cleanly unmounted: the journal may hold newer bitmaps than those read");
        }
        if (superblock.markedWithErrors()) {
            anomalies.add("the kernel has marked this file system as having errors; run fsck");
        }
        long beforeFirstBlock = superblock.firstDataBlock() * superblock.blockSize();
        long blocksBytes = superblock.blocks() * superblock.blockSize();
        return Runs.concatenated(List.of(
                Part.uniform(beforeFirstBlock, GuestState.LIVE),
                new Part(blocksBytes - beforeFirstBlock, () -> new Ext4GroupCursor(source, superblock, anomalies)),
                Part.uniform(source.sizeBytes() - blocksBytes, GuestState.UNSEEN)));
    }
}
