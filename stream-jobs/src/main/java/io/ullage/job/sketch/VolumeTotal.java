package io.ullage.job.sketch;

import io.ullage.job.dedup.VolumeSums;
import org.jspecify.annotations.Nullable;

/**
 * State: a volume in its domain. Its sums and what it says as a whole come by different ways, in either order.
 *
 * @param volumeId absent where the volume is not, or no longer, in the domain
 * @param epochMillis its newest epoch; 0 while none is known
 */
public record VolumeTotal(
        @Nullable String volumeId, long epochMillis, long scannedBytes, long zeroBytes, VolumeSums sums) {
    static final VolumeTotal UNKNOWN = new VolumeTotal(null, 0, 0, 0, VolumeSums.NOTHING);

    VolumeTotal with(VolumeSums change) {
        return new VolumeTotal(volumeId, epochMillis, scannedBytes, zeroBytes, sums.plus(change));
    }

    VolumeTotal with(VolumeChange change) {
        return change.present()
                ? new VolumeTotal(
                        change.volumeId(), change.epochMillis(), change.scannedBytes(), change.zeroBytes(), sums)
                : new VolumeTotal(null, 0, 0, 0, sums);
    }

    boolean nothing() {
        return volumeId == null && sums.fingerprints() == 0;
    }
}
