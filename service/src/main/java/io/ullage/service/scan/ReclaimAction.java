package io.ullage.service.scan;

import io.ullage.schema.ledger.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * Something that brings bytes back to the pool.
 *
 * @param target name of the volume, or of the snapshot and its volume
 * @param returned to the pool
 * @param command to be run by a person
 * @param condition what must hold first; absent where nothing must
 */
record ReclaimAction(
        Kind kind,
        String volumeId,
        String poolId,
        String target,
        Estimate returned,
        String command,
        @Nullable String condition) {

    /** In the order in which they are to be done, where they return the same. */
    enum Kind {
        DELETE_SNAPSHOT("delete the snapshot"),
        TRIM("trim what the guest deleted"),
        PUNCH("punch out the zeros"),
        CONVERT("convert to thin");

        private final String meaning;

        Kind(String meaning) {
            this.meaning = meaning;
        }

        String meaning() {
            return meaning;
        }
    }
}
