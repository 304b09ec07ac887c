package io.ullage.job.row;

import io.ullage.job.match.MatchRule;
import io.ullage.schema.ledger.Ledger;
import io.ullage.schema.telemetry.VolumeReading;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of one volume in one interval. Key: {@code (volume.volumeId, intervalStart)}.
 *
 * @param hostId the machine whose agent read the volume
 * @param time of the last reading of the volume in the interval
 * @param guestLiveBytes held by the guest, wherever it is backed: from the guest's view or the live map; absent where nobody looked
 * @param guest the guest disk that was matched; absent where none was
 * @param anomalies broken invariants of the reading and of the join, each with its values
 */
public record LedgerRow(
        Instant intervalStart,
        long revision,
        String hostId,
        Instant time,
        VolumeReading volume,
        Ledger ledger,
        @Nullable Long guestLiveBytes,
        @Nullable GuestMatch guest,
        List<String> anomalies)
        implements Row {
    public LedgerRow {
        anomalies = List.copyOf(anomalies);
    }

    /**
     * The guest's side of a ledger.
     *
     * @param machineId by which the guest was found
     * @param ageSeconds from the guest's reading to the volume's; negative where the guest was read later
     * @param discardMaxBytes queue limit of the guest's disk; zero where it takes no discard, absent where the guest does not say
     */
    public record GuestMatch(
            String machineId,
            String disk,
            MatchRule rule,
            long ageSeconds,
            @Nullable Long discardMaxBytes) {}
}
