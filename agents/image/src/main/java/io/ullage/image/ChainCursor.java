package io.ullage.image;

import java.io.IOException;

/** An {@link ExtentCursor} that can start anywhere, and that says which image of the chain answers. */
public interface ChainCursor extends ExtentCursor<BackingState> {
    /** The next extent that {@link #next} gives starts here. */
    void seek(long position) throws IOException;

    /** 0 for this image, 1 for its parent, and so on; for unmapped ranges the last image that was asked. Extents of different depth are not merged. */
    int depth();
}
