package io.ullage.job.row;

import io.ullage.schema.alert.Alert;

/** An alert as it was told last. Key: {@code (alert.fingerprint, alert.startsAt)}; of its messages the one with the highest revision stands. */
public record AlertRow(Alert alert) implements Row {
    @Override
    public long revision() {
        return alert.revision();
    }
}
