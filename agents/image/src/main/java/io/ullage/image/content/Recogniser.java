package io.ullage.image.content;

import io.ullage.image.ByteSource;

/** Says what lies in a source; never fails, what it cannot read is a {@link UniformContent} that is unseen and says why. */
@FunctionalInterface
public interface Recogniser {
    Content recognise(ByteSource source);
}
