package io.ullage.service.node;

import io.ullage.service.store.RollUps;
import java.time.Duration;

/** Rolls up history that came at once, so that who imports or simulates months sees them within a minute. */
public final class RollUpRoutine {
    private static final String NAME = "roll-up";
    private static final Duration INTERVAL = Duration.ofSeconds(15);
    private static final Duration QUIET = Duration.ofSeconds(15);

    private RollUpRoutine() {}

    public static NodeRoutine routine() {
        return new NodeRoutine(NAME, INTERVAL, node -> RollUps.catchUpHistory(node.writerStore(), QUIET));
    }
}
