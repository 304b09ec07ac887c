package io.ullage.image.qcow2;

/** Fields of a compressed cluster's descriptor (spec, "Compressed Clusters Descriptor"). */
final class CompressedCluster {
    private CompressedCluster() {}

    /** Where the compressed stream begins, to the byte. */
    static long offset(long entry, int clusterBits) {
        return entry & ((1L << offsetBits(clusterBits)) - 1);
    }

    /** Bytes from {@link #offset} to the end of the last sector that belongs to the stream; the stream itself may end earlier. */
    static long storedBytes(long entry, int clusterBits) {
        long additionalSectors = (entry & ~(Qcow2Layout.COMPRESSED | Qcow2Layout.COPIED)) >>> offsetBits(clusterBits);
        long inFirstSector = offset(entry, clusterBits) & (Qcow2Layout.COMPRESSED_SECTOR_BYTES - 1);
        return (additionalSectors + 1) * Qcow2Layout.COMPRESSED_SECTOR_BYTES - inFirstSector;
    }

    private static int offsetBits(int clusterBits) {
        return 62 - (clusterBits - 8);
    }
}
