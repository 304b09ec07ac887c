package io.ullage.image;

import java.io.Closeable;
import java.io.IOException;

/**
 * Walks ranges of equal state in ascending order, without a gap, from 0 to the size of the disk; neighbours of equal state are one
 * extent. Allocates nothing per extent, so that a map of a million extents costs no heap.
 *
 * <pre>{@code
 * while (cursor.next()) {
 *     use(cursor.start(), cursor.length(), cursor.state());
 * }
 * }</pre>
 */
public interface ExtentCursor<S extends Enum<S>> extends Closeable {
    /** Moves to the next extent; false at the end. */
    boolean next() throws IOException;

    /** First byte of the present extent. */
    long start();

    /** Bytes in the present extent, more than zero. */
    long length();

    S state();

    @Override
    default void close() throws IOException {}
}
