package io.ullage.image.live;

import io.ullage.image.ByteSource;
import io.ullage.image.content.Content;
import io.ullage.image.content.ContentKind;
import io.ullage.image.content.Failures;
import io.ullage.image.content.Fields;
import io.ullage.image.content.UniformContent;
import io.ullage.image.ext4.Ext4;
import io.ullage.image.lvm.PhysicalVolume;
import io.ullage.image.ntfs.Ntfs;
import io.ullage.image.swap.Swap;
import io.ullage.image.xfs.Xfs;
import java.io.IOException;

/** Tells by its signatures what lies in a partition, and reads what we can read. */
final class Contents {
    private static final int HEAD_BYTES = 4096;
    private static final byte[] LUKS_MAGIC = {'L', 'U', 'K', 'S', (byte) 0xBA, (byte) 0xBE};
    private static final long BTRFS_MAGIC_AT = 0x10040;
    private static final int MD_MAGIC = 0xA92B4EFC;
    private static final long[] MD_SUPERBLOCKS = {0, 4096};
    private static final long ZFS_UBERBLOCKS = 128 * 1024;
    private static final long ZFS_UBERBLOCKS_END = 256 * 1024;
    private static final long ZFS_MAGIC = 0x00BAB10CL;

    /** A logical volume can hold a physical volume, and so on; guests do it once. */
    private static final int MAX_DEPTH = 3;

    private Contents() {}

    static Content recognise(ByteSource source) throws IOException {
        return recognise(source, 0);
    }

    private static Content recognise(ByteSource source, int depth) throws IOException {
        ContentKind kind = ContentKind.UNKNOWN;
        try {
            kind = kindOf(source);
            return switch (kind) {
                case EXT2, EXT3, EXT4 -> Ext4.read(source);
                case XFS -> Xfs.read(source);
                case NTFS -> Ntfs.read(source);
                case SWAP -> Swap.read(source);
                case LVM2_PV ->
                    depth < MAX_DEPTH
                            ? PhysicalVolume.read(source, volume -> recognise(volume, depth + 1))
                            : unseen(source, kind, "volume managers nest more than " + MAX_DEPTH + " deep");
                case LUKS, BITLOCKER -> unseen(source, kind, "encrypted with " + kind.label());
                case BTRFS, FAT, EXFAT, REFS, ZFS, MD_RAID -> unseen(source, kind, kind.label() + " is not read");
                case PARTITION_TABLE, GAP, UNKNOWN -> unseen(source, kind, "no signature that is known here");
            };
        } catch (IOException e) {
            return unseen(source, kind, Failures.reason(e));
        }
    }

    private static Content unseen(ByteSource source, ContentKind kind, String reason) {
        return UniformContent.unseen(kind, source.sizeBytes(), reason);
    }

    /** Containers before what they contain: encryption and RAID leave older signatures behind. */
    private static ContentKind kindOf(ByteSource source) throws IOException {
        if (source.sizeBytes() < HEAD_BYTES) {
            return ContentKind.UNKNOWN;
        }
        Fields head = Fields.littleEndian(source, 0, HEAD_BYTES);
        if (head.matches(0, LUKS_MAGIC)) {
            return ContentKind.LUKS;
        }
        if (head.matches(3, "-FVE-FS-")) {
            return ContentKind.BITLOCKER;
        }
        if (isMdRaid(source)) {
            return ContentKind.MD_RAID;
        }
        if (PhysicalVolume.matches(source)) {
            return ContentKind.LVM2_PV;
        }
        if (head.matches(0, "XFSB")) {
            return ContentKind.XFS;
        }
        if (head.matches(3, "NTFS    ")) {
            return ContentKind.NTFS;
        }
        if (Ext4.matches(source)) {
            return ContentKind.EXT4;
        }
        if (Swap.matches(source)) {
            return ContentKind.SWAP;
        }
        if (head.matches(3, "EXFAT   ")) {
            return ContentKind.EXFAT;
        }
        if (head.matches(3, "\0\0\0\0ReFS") || head.matches(3, "ReFS")) {
            return ContentKind.REFS;
        }
        if (head.matches(82, "FAT32") || head.matches(54, "FAT1")) {
            return ContentKind.FAT;
        }
        if (reaches(source, BTRFS_MAGIC_AT + 8)
                && Fields.littleEndian(source, BTRFS_MAGIC_AT, 8).matches(0, "_BHRfS_M")) {
            return ContentKind.BTRFS;
        }
        return isZfs(source) ? ContentKind.ZFS : ContentKind.UNKNOWN;
    }

    private static boolean reaches(ByteSource source, long end) {
        return source.sizeBytes() >= end;
    }

    /** Versions 1.1 and 1.2, whose superblock comes first; members of 0.90 and 1.0 look like what they hold. */
    private static boolean isMdRaid(ByteSource source) throws IOException {
        for (long at : MD_SUPERBLOCKS) {
            if (reaches(source, at + 8)) {
                Fields superblock = Fields.littleEndian(source, at, 8);
                if (superblock.i32(0) == MD_MAGIC && superblock.i32(4) == 1) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isZfs(ByteSource source) throws IOException {
        if (!reaches(source, ZFS_UBERBLOCKS_END)) {
            return false;
        }
        Fields ring = Fields.littleEndian(source, ZFS_UBERBLOCKS, (int) (ZFS_UBERBLOCKS_END - ZFS_UBERBLOCKS));
        for (int at = 0; at < ring.length(); at += 1024) {
            if (ring.i64(at) == ZFS_MAGIC || Long.reverseBytes(ring.i64(at)) == ZFS_MAGIC) {
                return true;
            }
        }
        return false;
    }
}
