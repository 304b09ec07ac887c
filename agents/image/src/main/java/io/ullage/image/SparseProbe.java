package io.ullage.image;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a file system keeps behind a file, asked by position. Java cannot ask the kernel for holes, so who opens an image brings this:
 * by {@code lseek(SEEK_DATA | SEEK_HOLE)} through {@link #seeking}, or by FIEMAP, which also knows unwritten
 * ({@link BackingState#RESERVED}) and reflinked ({@link BackingState#SHARED}) extents.
 */
public interface SparseProbe extends Closeable {
    /** Finds the extent that {@code position} lies in; {@code position} is at least 0 and less than the size of the file. */
    void locate(long position) throws IOException;

    /** State of the extent that was found: MAPPED, SHARED, RESERVED or UNMAPPED. */
    BackingState state();

    /** First byte after the extent that was found, more than its {@code position}. */
    long end();

    @Override
    default void close() throws IOException {}

    /** Opens the probe of one file. */
    @FunctionalInterface
    interface Opener {
        SparseProbe open(Path file) throws IOException;
    }

    /** The two questions that {@code lseek} answers. */
    interface Seek extends Closeable {
        /** First byte at or after {@code position} that is data; the size of the file if none follows (where lseek says ENXIO). */
        long nextData(long position) throws IOException;

        /** First byte at or after {@code position} that is in a hole; the size of the file if none follows. */
        long nextHole(long position) throws IOException;

        @Override
        default void close() throws IOException {}
    }

    /** A probe over {@code lseek}; asks once per extent. */
    static SparseProbe seeking(Seek seek, long sizeBytes) {
        return new SeekProbe(seek, sizeBytes);
    }
}
