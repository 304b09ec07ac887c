package io.ullage.job.dedup;

import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.Require;

/**
 * What the scan of one volume counted, all of it and not a sample.
 *
 * @param scannedBytes mapped bytes that were read
 * @param zeroBytes of those, in chunks that are all zeros; no array stores them
 */
public record VolumeTotals(long scannedBytes, long zeroBytes) {
    public static final VolumeTotals NOTHING = new VolumeTotals(0, 0);

    public VolumeTotals {
        Require.notNegative("scannedBytes", scannedBytes);
        Require.notNegative("zeroBytes", zeroBytes);
        if (zeroBytes > scannedBytes) {
            throw new InvalidFieldException("zeroBytes", "must not exceed scannedBytes " + scannedBytes, zeroBytes);
        }
    }

    /** Bytes in chunks that hold something: what there would be to store without deduplication. */
    public long dataBytes() {
        return scannedBytes - zeroBytes;
    }

    public VolumeTotals plus(VolumeTotals other) {
        return new VolumeTotals(
                Math.addExact(scannedBytes, other.scannedBytes), Math.addExact(zeroBytes, other.zeroBytes));
    }
}
