package io.ullage.job.sketch;

/**
 * State: the newest complete epoch of a volume.
 *
 * @param baseMillis the epoch at which all its fingerprints were last written to the store; later ones wrote what changed
 * @param gone nothing is left of the volume but this, by which older epochs are known to be old
 */
public record VolumeHead(
        Domain domain,
        long epochMillis,
        long baseMillis,
        long scannedBytes,
        long zeroBytes,
        long fingerprints,
        boolean gone) {
    /** What is said of it when it is forgotten. */
    VolumeHead left() {
        return new VolumeHead(domain, epochMillis, baseMillis, scannedBytes, zeroBytes, fingerprints, true);
    }
}
