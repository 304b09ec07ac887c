package io.ullage.image;

import java.io.IOException;

/**
 * Foresees by how much the file of an image would grow if it were written from its beginning to its end. Nothing is written; every answer
 * takes the earlier ones for done, so positions ascend and do not overlap.
 */
public interface WriteMeter {
    /** Writers copy in pieces of this length. */
    int granuleBytes();

    /** By how many bytes the file grows when data is written there. */
    long data(long position, long lengthBytes) throws IOException;

    /** By how many bytes it grows when zeros are written there, which may be unmapped; negative where it shrinks. */
    long zeros(long position, long lengthBytes) throws IOException;

    /** What the format itself needs beside, when all is written. */
    long rest() throws IOException;
}
