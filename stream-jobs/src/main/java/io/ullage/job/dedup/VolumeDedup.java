package io.ullage.job.dedup;

/**
 * One volume within its domain.
 *
 * @param totals what the scan counted
 * @param unique content that no other volume refers to: what comes back if this volume alone is deleted
 * @param attributed each chunk divided by references: over all volumes these sum to what is stored
 * @param shared content that another volume refers to as well, counted once
 * @param stored unique and shared: what the volume would occupy if it were alone
 */
public record VolumeDedup(
        VolumeTotals totals, Footprint unique, Footprint attributed, Footprint shared, Footprint stored) {}
