package io.ullage.image.content;

import io.ullage.image.ByteSource;
import java.io.IOException;

/**
 * Says what lies in a source. What it cannot read is a {@link UniformContent} that is unseen and says why; it fails only if the source was
 * closed.
 */
@FunctionalInterface
public interface Recogniser {
    Content recognise(ByteSource source) throws IOException;
}
