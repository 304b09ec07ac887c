package io.ullage.image.qcow2;

/**
 * A persistent dirty bitmap, as backup software leaves them in images (spec, "Bitmap directory").
 *
 * @param granularityBytes guest bytes that one bit stands for
 * @param inUse it was not closed in order, so it is not to be trusted
 * @param recording QEMU marks writes in it
 * @param understood it is of the known type, and carries nothing that a reader has to know and does not
 * @param tableOffset of its table in the file
 * @param tableEntries clusters of bits, present or not
 * @param storedBytes of the file that its bits occupy, without its table
 */
public record Qcow2Bitmap(
        String name,
        long granularityBytes,
        boolean inUse,
        boolean recording,
        boolean understood,
        long tableOffset,
        int tableEntries,
        long storedBytes) {}
