package io.ullage.image.content;

import io.ullage.image.ExtentCursor;
import io.ullage.image.GuestState;
import java.util.Optional;

/** A range of one state: held as a whole, free as a whole, or opaque with the reason. */
public record UniformContent(
        ContentKind kind,
        long lengthBytes,
        GuestState state,
        Optional<String> uuid,
        Optional<String> label,
        Optional<String> unseenReason)
        implements Content {
    public static UniformContent of(ContentKind kind, long lengthBytes, GuestState state) {
        return new UniformContent(kind, lengthBytes, state, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static UniformContent unseen(ContentKind kind, long lengthBytes, String reason) {
        return new UniformContent(
                kind, lengthBytes, GuestState.UNSEEN, Optional.empty(), Optional.empty(), Optional.of(reason));
    }

    @Override
    public ExtentCursor<GuestState> runs(Anomalies anomalies) {
        return Runs.uniform(lengthBytes, state);
    }
}
