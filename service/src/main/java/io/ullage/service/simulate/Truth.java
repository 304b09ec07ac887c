package io.ullage.service.simulate;

import io.ullage.schema.ledger.LedgerBytes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One volume at one step as it really is, to hold estimates against.
 *
 * @param machineId absent for an orphan
 * @param matchedBy how the guest's disk can be matched to the volume; {@link MatchKey#NONE} where it cannot
 * @param guestSpeaks the guest has an agent and is powered on
 */
public record Truth(
        Instant time,
        String volumeId,
        String poolId,
        @Nullable String machineId,
        MatchKey matchedBy,
        boolean guestSpeaks,
        boolean thin,
        long provisionedBytes,
        long allocatedBytes,
        long snapshotBytes,
        LedgerBytes ledger) {}
