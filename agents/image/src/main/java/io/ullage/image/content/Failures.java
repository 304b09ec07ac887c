package io.ullage.image.content;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/** Tells damage of a disk, which costs a part of the map, from the end of the source, which ends the reading. */
public final class Failures {
    private Failures() {}

    /**
     * What is wrong with the disk, in words.
     *
     * @throws ClosedChannelException if that is the failure: the source was closed, or its reader interrupted because it takes too long
     */
    public static String reason(IOException failure) throws ClosedChannelException {
        if (failure instanceof ClosedChannelException closed) {
            throw closed;
        }
        return failure.getMessage() != null ? failure.getMessage() : failure.toString();
    }
}
