package io.ullage.service.scan;

import io.ullage.job.match.MatchRule;
import io.ullage.schema.ledger.Ledger;
import io.ullage.schema.ledger.LedgerClass;
import io.ullage.schema.telemetry.GuestDiskReading;
import io.ullage.schema.telemetry.VolumeReading;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A volume with its ledger.
 *
 * @param guestLiveBytes held by the guest, wherever it is backed; absent where nobody looked
 * @param disk the disk of this machine that it is; absent where it is none
 * @param matchedBy how that was found
 * @param mountPoints of the file systems of this machine that lie on it
 * @param anomalies of the reading and of the reckoning, each with its values
 */
record ScannedVolume(
        VolumeReading reading,
        Ledger ledger,
        @Nullable Long guestLiveBytes,
        @Nullable GuestDiskReading disk,
        @Nullable MatchRule matchedBy,
        List<String> mountPoints,
        List<String> anomalies) {
    ScannedVolume {
        mountPoints = List.copyOf(mountPoints);
        anomalies = List.copyOf(anomalies);
    }

    long bestBytes(LedgerClass ledgerClass) {
        return ledger.of(ledgerClass).bestBytes();
    }

    @Nullable
    Double utilisationRatio() {
        long provisioned = reading.provisionedBytes();
        return guestLiveBytes == null || provisioned == 0 ? null : (double) guestLiveBytes / provisioned;
    }

    /** How sure the ledger is. */
    String method() {
        return ledger.method().name();
    }
}
