package io.ullage.image.live;

import io.ullage.image.content.SeededCrc;
import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** The smallest sound disks of each kind, built by hand from the specifications; tests then damage them. */
final class Fixtures {
    static final long MIB = 1 << 20;

    static final int EXT4_GDT = 4096;
    static final int EXT4_SUPERBLOCK = 1024;
    static final int XFS_LEAF_1 = 4 * 4096;
    static final int XFS_LEAF_2 = 5 * 4096;
    static final int XFS_ROOT = 1 * 4096;
    static final int NTFS_MFT = 4 * 4096;
    static final int NTFS_BITMAP_RECORD = NTFS_MFT + 6 * 1024;
    static final int LVM_AREA = 4096;

    private Fixtures() {}

    /** Two groups of 128 MiB in blocks of 4 KiB, no checksums; in each, blocks 0 to 999 are held. */
    static MemoryDisk ext4() {
        MemoryDisk disk = new MemoryDisk(256 * MIB);
        int sb = EXT4_SUPERBLOCK;
        disk.u32(sb + 0x4, 65536)
                .u32(sb + 0x18, 2)
                .u32(sb + 0x1C, 2)
                .u32(sb + 0x20, 32768)
                .u32(sb + 0x24, 32768);
        disk.u32(sb + 0x28, 8192)
                .u16(sb + 0x38, 0xEF53)
                .u16(sb + 0x3A, 1)
                .u32(sb + 0x4C, 1)
                .u16(sb + 0x58, 256);
        disk.u32(sb + 0x60, 0x42).u32(sb + 0x64, 0x3);
        for (int group = 0; group < 2; group++) {
            long bitmap = group * 32768L + 10;
            disk.u32(EXT4_GDT + 32L * group, bitmap);
            for (int octet = 0; octet < 125; octet++) {
                disk.u8(bitmap * 4096 + octet, 0xFF);
            }
        }
        return disk;
    }

    /**
     * Version 4, two groups of 32 MiB in blocks of 4 KiB. The tree of the first has two leaves: 100 blocks free at 1000, 200 at 2000,
     * 300 at 3000; that of the second, one: 8000 free at 100.
     */
    static MemoryDisk xfs() {
        MemoryDisk disk = new MemoryDisk(64 * MIB).bigEndian();
        disk.text(0, "XFSB")
                .u32(4, 4096)
                .u64(8, 16384)
                .u32(84, 8192)
                .u32(88, 2)
                .u16(100, 4)
                .u16(102, 512)
                .u8(124, 13);
        agf(disk, 0, 1, 2, 600);
        disk.text(XFS_ROOT, "ABTB").u16(XFS_ROOT + 4, 1).u16(XFS_ROOT + 6, 2);
        disk.u32(XFS_ROOT + 8, 0xFFFFFFFFL).u32(XFS_ROOT + 12, 0xFFFFFFFFL);
        int pointers = XFS_ROOT + 16 + (4096 - 16) / 12 * 8;
        disk.u32(pointers, 4).u32(pointers + 4, 5);
        leaf(disk, XFS_LEAF_1, 5, 1000, 100, 2000, 200);
        leaf(disk, XFS_LEAF_2, 0xFFFFFFFFL, 3000, 300);
        agf(disk, 1, 1, 1, 8000);
        leaf(disk, 32 * MIB + 4096, 0xFFFFFFFFL, 100, 8000);
        return disk;
    }

    private static void agf(MemoryDisk disk, int group, int root, int levels, int free) {
        long at = group * 32 * MIB + 512;
        disk.text(at, "XAGF").u32(at + 4, 1).u32(at + 8, group).u32(at + 12, 8192);
        disk.u32(at + 16, root).u32(at + 28, levels).u32(at + 52, free);
    }

    private static void leaf(MemoryDisk disk, long at, long right, long... startAndCount) {
        disk.text(at, "ABTB")
                .u16(at + 6, startAndCount.length / 2)
                .u32(at + 8, 0xFFFFFFFFL)
                .u32(at + 12, right);
        for (int i = 0; i < startAndCount.length; i++) {
            disk.u32(at + 16 + 4L * i, startAndCount[i]);
        }
    }

    /** 64 MiB in clusters of 4 KiB; the bitmap lies in cluster 20 and holds clusters 0 to 99. */
    static MemoryDisk ntfs() {
        MemoryDisk disk = new MemoryDisk(64 * MIB);
        disk.text(3, "NTFS    ")
                .u16(0x0B, 512)
                .u8(0x0D, 8)
                .u64(0x28, 64 * MIB / 512 - 1)
                .u64(0x30, 4)
                .u8(0x40, 0xF6);
        disk.u64(0x48, 0x1122334455667788L);
        record(disk, NTFS_MFT + 3 * 1024);
        disk.u32(NTFS_MFT + 3 * 1024 + 0x38, 0xFFFFFFFFL);
        int record = NTFS_BITMAP_RECORD;
        record(disk, record);
        int data = record + 0x38;
        disk.u32(data, 0x80).u32(data + 4, 0x48).u8(data + 8, 1).u16(data + 0x20, 0x40);
        disk.u64(data + 0x28, 4096).u64(data + 0x30, 2048).u64(data + 0x38, 2048);
        disk.put(data + 0x40, (byte) 0x11, (byte) 1, (byte) 20, (byte) 0);
        disk.u32(data + 0x48, 0xFFFFFFFFL);
        for (int octet = 0; octet < 12; octet++) {
            disk.u8(20 * 4096 + octet, 0xFF);
        }
        disk.u8(20 * 4096 + 12, 0x0F);
        return disk;
    }

    private static void record(MemoryDisk disk, long at) {
        disk.text(at, "FILE")
                .u16(at + 4, 0x30)
                .u16(at + 6, 3)
                .u16(at + 0x14, 0x38)
                .u16(at + 0x30, 7);
        disk.u16(at + 510, 7).u16(at + 1022, 7);
    }

    static final String LVM_TEXT = """
            cellar {
            id = "VVVVVV-VVVV-VVVV-VVVV-VVVV-VVVV-VVVVVV"
            seqno = 3
            status = ["RESIZEABLE", "READ", "WRITE"]
            extent_size = 8192	# 4 Megabytes
            physical_volumes {
            pv0 { id = "PPPPPP-PPPP-PPPP-PPPP-PPPP-PPPP-PPPPPP"
            device = "/dev/sda2"
            status = ["ALLOCATABLE"]
            pe_start = 2048
            pe_count = 15 }
            }
            logical_volumes {
            root { status = ["READ", "WRITE", "VISIBLE"] segment_count = 1
            segment1 { start_extent = 0 extent_count = 4 type = "striped" stripe_count = 1 stripes = ["pv0", 1] } }
            pool { status = ["READ", "WRITE", "VISIBLE"] segment_count = 1
            segment1 { start_extent = 0 extent_count = 3 type = "thin-pool" metadata = "pool_tmeta" pool = "pool_tdata" } }
            pool_tdata { status = ["READ", "WRITE"] segment_count = 1
            segment1 { start_extent = 0 extent_count = 3 type = "striped" stripe_count = 1 stripes = ["pv0", 8] } }
            pool_tmeta { status = ["READ", "WRITE"] segment_count = 1
            segment1 { start_extent = 0 extent_count = 1 type = "striped" stripe_count = 1 stripes = ["pv0", 12] } }
            thin { status = ["READ", "WRITE", "VISIBLE"] segment_count = 1
            segment1 { start_extent = 0 extent_count = 9 type = "thin" thin_pool = "pool" device_id = 1 } }
            }
            }
            contents = "Text Format Volume Group"
            version = 1
            """;

    /** A physical volume of 62 MiB: 1 MiB for itself, 15 extents of 4 MiB. */
    static MemoryDisk lvm(String metadata) throws EOFException {
        MemoryDisk disk = new MemoryDisk(62 * MIB);
        int label = 512;
        disk.text(label, "LABELONE").u64(label + 8, 1).u32(label + 20, 32).text(label + 24, "LVM2 001");
        int pv = label + 32;
        disk.text(pv, "P".repeat(32)).u64(pv + 32, 62 * MIB);
        disk.u64(pv + 40, MIB).u64(pv + 72, LVM_AREA).u64(pv + 80, MIB - LVM_AREA);
        disk.u32(label + 16, lvmCrc(disk.bytes(label + 20, 512 - 20)));

        // the text begins 100 bytes before the end of its ring, so that it wraps
        long size = MIB - LVM_AREA;
        byte[] text = metadata.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < text.length; i++) {
            disk.put(i < 100 ? LVM_AREA + size - 100 + i : LVM_AREA + 512 + i - 100, text[i]);
        }
        disk.text(LVM_AREA + 4, " LVM2 x[5A%r0N*>").u32(LVM_AREA + 20, 1).u64(LVM_AREA + 24, LVM_AREA);
        disk.u64(LVM_AREA + 32, size).u64(LVM_AREA + 40, size - 100).u64(LVM_AREA + 48, text.length);
        disk.u32(LVM_AREA + 56, lvmCrc(text));
        disk.u32(LVM_AREA, lvmCrc(disk.bytes(LVM_AREA + 4, 508)));
        return disk;
    }

    private static int lvmCrc(byte[] bytes) {
        return SeededCrc.ieee(0xF597A6CF).update(bytes, 0, bytes.length).value();
    }

    /** Primary table alone, of 512-byte sectors; pairs of first and last sector. */
    static MemoryDisk gpt(long sizeBytes, long... firstAndLast) throws EOFException {
        MemoryDisk disk = new MemoryDisk(sizeBytes);
        disk.u8(446 + 4, 0xEE)
                .u32(446 + 8, 1)
                .u32(446 + 12, sizeBytes / 512 - 1)
                .u16(510, 0xAA55);
        for (int i = 0; i < firstAndLast.length / 2; i++) {
            long entry = 1024 + 128L * i;
            disk.u64(entry, 0x1234).u64(entry + 16, i + 1).u64(entry + 32, firstAndLast[2 * i]);
            disk.u64(entry + 40, firstAndLast[2 * i + 1]);
        }
        disk.text(512, "EFI PART").u32(512 + 8, 0x10000).u32(512 + 12, 92).u64(512 + 24, 1);
        disk.u64(512 + 32, sizeBytes / 512 - 1)
                .u64(512 + 56, 99)
                .u64(512 + 72, 2)
                .u32(512 + 80, 128)
                .u32(512 + 84, 128);
        disk.u32(512 + 88, crc32(disk.bytes(1024, 128 * 128)));
        sealGpt(disk);
        return disk;
    }

    static void sealGpt(MemoryDisk disk) throws EOFException {
        disk.u32(512 + 16, 0);
        disk.u32(512 + 16, crc32(disk.bytes(512, 92)));
    }

    private static long crc32(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }
}
