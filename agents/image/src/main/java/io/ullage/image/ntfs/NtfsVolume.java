package io.ullage.image.ntfs;

import io.ullage.image.ByteSource;
import io.ullage.image.ImageException;
import io.ullage.image.content.Fields;
import java.io.IOException;

/** The boot sector, checked, and records of the master file table. */
record NtfsVolume(
        ByteSource source,
        int sectorBytes,
        int clusterBytes,
        long sectors,
        long mftCluster,
        int recordBytes,
        long serial) {
    static final int BITMAP_RECORD = 6;
    static final int VOLUME_RECORD = 3;

    private static final int BOOT_BYTES = 512;
    private static final int BYTES_PER_SECTOR = 0x0B;
    private static final int SECTORS_PER_CLUSTER = 0x0D;
    private static final int TOTAL_SECTORS = 0x28;
    private static final int MFT_LCN = 0x30;
    private static final int CLUSTERS_PER_RECORD = 0x40;
    private static final int SERIAL = 0x48;
    private static final int MAX_CLUSTER_BYTES = 2 << 20;
    private static final int FIXUP_STRIDE = 512;

    static NtfsVolume read(ByteSource source) throws IOException {
        Fields boot = Fields.littleEndian(source, 0, BOOT_BYTES);
        int sectorBytes = powerOfTwo("bytes per sector", boot.u16(BYTES_PER_SECTOR), 256, 4096);
        int perCluster = boot.u8(SECTORS_PER_CLUSTER);
        // above 128 it is the negative of a power of two
        long clusterBytes =
                (long) sectorBytes * (perCluster <= 128 ? perCluster : 1L << Math.min(32, 256 - perCluster));
        int cluster = powerOfTwo("cluster bytes", clusterBytes, sectorBytes, MAX_CLUSTER_BYTES);
        long sectors = boot.u63(TOTAL_SECTORS, "NTFS total sectors");
        if (sectors == 0 || sectors > source.sizeBytes() / sectorBytes) {
            throw new ImageException(
                    "NTFS total sectors", "must be from 1 to " + source.sizeBytes() / sectorBytes, sectors);
        }
        int perRecord = (byte) boot.u8(CLUSTERS_PER_RECORD);
        long recordBytes = perRecord > 0 ? (long) perRecord * cluster : 1L << Math.min(32, -perRecord);
        NtfsVolume volume = new NtfsVolume(
                source,
                sectorBytes,
                cluster,
                sectors,
                boot.u63(MFT_LCN, "NTFS $MFT cluster"),
                powerOfTwo("MFT record bytes", recordBytes, FIXUP_STRIDE, 65536),
                boot.i64(SERIAL));
        if (volume.mftCluster >= volume.clusters()) {
            throw new ImageException("NTFS $MFT cluster", "must be below " + volume.clusters(), volume.mftCluster);
        }
        return volume;
    }

    private static int powerOfTwo(String field, long value, long low, long high) throws ImageException {
        if (value < low || value > high || Long.bitCount(value) != 1) {
            throw new ImageException("NTFS " + field, "must be a power of two from " + low + " to " + high, value);
        }
        return (int) value;
    }

    long clusters() {
        return sectors * sectorBytes / clusterBytes;
    }

    /** One of the first 16 records, which lie together; fixups undone. */
    Fields mftRecord(int number) throws IOException {
        Fields record =
                Fields.littleEndian(source, mftCluster * clusterBytes + (long) number * recordBytes, recordBytes);
        String name = "NTFS record " + number;
        if (!record.matches(0, "FILE")) {
            throw new ImageException(name, "must begin with FILE", Integer.toHexString(record.i32(0)));
        }
        int fixups = record.u16(4);
        int strides = recordBytes / FIXUP_STRIDE;
        if (record.u16(6) != strides + 1 || fixups + 2 * (strides + 1) > FIXUP_STRIDE - 2) {
            throw new ImageException(
                    name + " fixups", "must be " + (strides + 1) + " in its first sector", record.u16(6));
        }
        byte[] bytes = record.array();
        int sequence = record.u16(fixups);
        for (int i = 1; i <= strides; i++) {
            int end = i * FIXUP_STRIDE - 2;
            if (record.u16(end) != sequence) {
                throw new ImageException(name, "must carry fixup " + sequence + " at its byte " + end, record.u16(end));
            }
            bytes[end] = bytes[fixups + 2 * i];
            bytes[end + 1] = bytes[fixups + 2 * i + 1];
        }
        return record;
    }
}
