package io.ullage.job.sketch;

/**
 * What the newest epoch of a volume says of it as a whole, in a domain.
 *
 * @param epochMillis of that epoch; where it left the domain, of the epoch by which that is known
 * @param present it is in the domain
 */
public record VolumeChange(
        Domain domain, String volumeId, long epochMillis, boolean present, long scannedBytes, long zeroBytes) {}
