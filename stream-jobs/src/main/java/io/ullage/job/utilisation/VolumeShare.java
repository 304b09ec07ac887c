package io.ullage.job.utilisation;

import io.ullage.job.row.LedgerRow;
import io.ullage.job.row.VolumeSums;
import io.ullage.schema.telemetry.VolumeUse;

/** State: what one volume adds to its pool, in one interval. */
public record VolumeShare(long revision, VolumeUse use, VolumeSums sums) {
    static VolumeShare of(LedgerRow row) {
        return new VolumeShare(row.revision(), row.volume().use(), VolumeSums.of(row));
    }
}
