package io.ullage.job.ledger;

import io.ullage.schema.ledger.Ledger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param guestLiveBytes held by the guest, backed or not; absent where nobody looked
 * @param anomalies totals that contradict each other, each with its values
 */
public record EstimatedLedger(Ledger ledger, @Nullable Long guestLiveBytes, List<String> anomalies) {
    public EstimatedLedger {
        anomalies = List.copyOf(anomalies);
    }
}
