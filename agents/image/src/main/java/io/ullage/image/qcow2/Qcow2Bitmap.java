package io.ullage.image.qcow2;

/**
 * A persistent dirty bitmap, as backup software leaves them in images.
 *
 * @param granularityBytes guest bytes that one bit stands for
 * @param inUse it was not closed in order, so it is not to be trusted
 * @param recording QEMU marks writes in it
 * @param storedBytes of the file that its bits occupy, without its table
 */
public record Qcow2Bitmap(String name, long granularityBytes, boolean inUse, boolean recording, long storedBytes) {}
