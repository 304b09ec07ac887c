package io.ullage.image.ext4;

import static io.ullage.image.ext4.Ext4Layout.*;

import io.ullage.image.ByteSource;
import io.ullage.image.ExtentCursor;
import io.ullage.image.GuestState;
import io.ullage.image.ImageException;
import io.ullage.image.content.Anomalies;
import io.ullage.image.content.Bitmap;
import io.ullage.image.content.Failures;
import io.ullage.image.content.Fields;
import io.ullage.image.content.SeededCrc;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Walks the groups from the first data block on, holding one bitmap and one block of descriptors. */
final class Ext4GroupCursor implements ExtentCursor<GuestState> {
    private final ByteSource source;
    private final Ext4Superblock sb;
    private final Anomalies anomalies;
    private final Bitmap bitmap;
    private final SeededCrc crc;

    private long descriptorBlockIndex = -1;
    private Fields descriptors;

    private long group = -1;
    private int cluster;
    private int clusters;
    private boolean groupUnseen;

    private long start;
    private long length;
    private GuestState state = GuestState.UNSEEN;

    Ext4GroupCursor(ByteSource source, Ext4Superblock sb, Anomalies anomalies) {
        this.source = source;
        this.sb = sb;
        this.anomalies = anomalies;
        bitmap = new Bitmap(sb.blockSize());
        crc = SeededCrc.castagnoli(sb.checksumSeed());
    }

    @Override
    public boolean next() throws IOException {
        if (cluster == clusters) {
            if (group + 1 == sb.groups()) {
                return false;
            }
            group++;
            cluster = 0;
            long blocks = Math.min(sb.blocksPerGroup(), sb.blocks() - sb.groupFirstBlock(group));
            clusters = (int) ((blocks + sb.clusterBlocks() - 1) / sb.clusterBlocks());
            groupUnseen = !load();
        }
        int from = cluster;
        cluster = groupUnseen ? clusters : bitmap.runEnd(from, clusters);
        long groupBytes = (sb.groupFirstBlock(group) - sb.firstDataBlock()) * sb.blockSize();
        long clusterBytes = (long) sb.clusterBlocks() * sb.blockSize();
        start = groupBytes + from * clusterBytes;
        long end = Math.min(groupBytes + cluster * clusterBytes, (sb.blocks() - sb.firstDataBlock()) * sb.blockSize());
        length = end - start;
        state = groupUnseen ? GuestState.UNSEEN : bitmap.get(from) ? GuestState.LIVE : GuestState.FREE;
        return true;
    }

    /** False, with the reason told, if the group's bitmap cannot be trusted. */
    private boolean load() throws IOException {
        try {
            Fields block = descriptorBlock(group / sb.descriptorsPerBlock());
            int offset = (int) (group % sb.descriptorsPerBlock()) * sb.descriptorSize();
            checkDescriptor(block, offset);
            if (sb.groupChecksums() && (block.u16(offset + BG_FLAGS) & FLAG_BLOCK_UNINIT) != 0) {
                computeUninitialised(block, offset);
            } else {
                readBitmap(block, offset);
            }
            return true;
        } catch (IOException e) {
            anomalies.add("group " + group + ": " + Failures.reason(e));
            return false;
        }
    }

    private Fields descriptorBlock(long index) throws IOException {
        if (descriptorBlockIndex != index) {
            descriptors = Fields.littleEndian(source, sb.descriptorBlock(index) * sb.blockSize(), sb.blockSize());
            descriptorBlockIndex = index;
        }
        return descriptors;
    }

    private void checkDescriptor(Fields block, int offset) throws ImageException {
        if (!sb.groupChecksums()) {
            return;
        }
        int afterSum = BG_CHECKSUM + Short.BYTES;
        int tail = sb.descriptorSize() - afterSum;
        int sum;
        if (sb.metadataChecksums()) {
            sum = crc.reset()
                    .updateLittleEndian((int) group)
                    .update(block.array(), offset, BG_CHECKSUM)
                    .updateZeros(Short.BYTES)
                    .update(block.array(), offset + afterSum, tail)
                    .value();
        } else {
            sum = new Crc16()
                    .update(sb.raw().array(), S_UUID, 16)
                    .updateLittleEndian((int) group)
                    .update(block.array(), offset, BG_CHECKSUM)
                    .update(block.array(), offset + afterSum, tail)
                    .value();
        }
        if ((sum & 0xFFFF) != block.u16(offset + BG_CHECKSUM)) {
            throw new ImageException(
                    "ext4 bg_checksum",
                    "must be " + Integer.toHexString(sum & 0xFFFF),
                    Integer.toHexString(block.u16(offset + BG_CHECKSUM)));
        }
    }

    private long address(Fields block, int offset, int low, int high) {
        return block.u32(offset + low) | (sb.descriptorSize() >= 64 ? block.u32(offset + high) << 32 : 0);
    }

    private void readBitmap(Fields block, int offset) throws IOException {
        long address = address(block, offset, BG_BLOCK_BITMAP_LO, BG_BLOCK_BITMAP_HI);
        if (address < sb.firstDataBlock() || address >= sb.blocks()) {
            throw new ImageException(
                    "ext4 bg_block_bitmap", "must be below " + sb.blocks(), Long.toUnsignedString(address));
        }
        source.readFully(address * sb.blockSize(), ByteBuffer.wrap(bitmap.bytes()));
        if (sb.metadataChecksums()) {
            int sum = crc.reset()
                    .update(bitmap.bytes(), 0, sb.clustersPerGroup() / 8)
                    .value();
            int stored = block.u16(offset + BG_BLOCK_BITMAP_CSUM_LO);
            boolean wide = sb.descriptorSize() >= BG_BLOCK_BITMAP_CSUM_HI + Short.BYTES;
            if (wide) {
                stored |= block.u16(offset + BG_BLOCK_BITMAP_CSUM_HI) << 16;
            }
            if ((wide ? sum : sum & 0xFFFF) != stored) {
                throw new ImageException(
                        "ext4 bg_block_bitmap_csum",
                        "must be " + Integer.toHexString(sum),
                        Integer.toHexString(stored));
            }
        }
        bitmap.load();
    }

    /** What the kernel would write into the bitmap at first use: the group's own copies and tables, the rest free. */
    private void computeUninitialised(Fields block, int offset) {
        bitmap.clear();
        setBlocks(0, sb.baseMetadataBlocks(group));
        setOwn(address(block, offset, BG_BLOCK_BITMAP_LO, BG_BLOCK_BITMAP_HI), 1);
        setOwn(address(block, offset, BG_INODE_BITMAP_LO, BG_INODE_BITMAP_HI), 1);
        setOwn(address(block, offset, BG_INODE_TABLE_LO, BG_INODE_TABLE_HI), sb.inodeTableBlocks());
    }

    private void setOwn(long address, long count) {
        long first = address - sb.groupFirstBlock(group);
        if (first >= 0 && first < sb.blocksPerGroup()) {
            setBlocks(first, first + count);
        }
    }

    private void setBlocks(long from, long to) {
        bitmap.set(from / sb.clusterBlocks(), (to + sb.clusterBlocks() - 1) / sb.clusterBlocks());
    }

    @Override
    public long start() {
        return start;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public GuestState state() {
        return state;
    }
}
