package io.ullage.image.content;

import io.ullage.image.ExtentCursor;
import io.ullage.image.GuestState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A file system, swap area, volume manager or opaque range, and which of its bytes it holds. */
public interface Content {
    ContentKind kind();

    Optional<String> uuid();

    Optional<String> label();

    /** Why the range as a whole cannot be seen; empty where it can. */
    default Optional<String> unseenReason() {
        return Optional.empty();
    }

    /** What lies inside and was looked at, such as the logical volumes of a physical volume. */
    default List<Inner> inner() {
        return List.of();
    }

    /**
     * A walk from 0 to the size of the source, ascending and without a gap; unlike a {@link io.ullage.image.LiveMap}'s walk it may
     * give neighbours of equal state. What cannot be read on the way is UNSEEN and is told to {@code anomalies}.
     */
    ExtentCursor<GuestState> runs(Anomalies anomalies) throws IOException;

    /** Something named inside, such as {@code vg0/root}, of {@code lengthBytes} as its own user sees it. */
    record Inner(String name, long lengthBytes, Content content) {}
}
