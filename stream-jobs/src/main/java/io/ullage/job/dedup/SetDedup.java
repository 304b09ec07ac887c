package io.ullage.job.dedup;

/**
 * Any set of volumes within its domain.
 *
 * @param totals what the scans of its volumes counted
 * @param reclaimable content to which nothing outside the set refers: what comes back if all of it is deleted. At least the sum of the
 *     unique bytes of its volumes, and more where they share with each other
 * @param shared content to which something outside refers too
 * @param stored both: what the set would occupy if it were alone
 */
public record SetDedup(VolumeTotals totals, Footprint reclaimable, Footprint shared, Footprint stored) {}
