package io.ullage.job.snapshot;

import java.time.Instant;

/**
 * How often one file grew in one hour.
 *
 * @param revision grows with what is known of the hour
 */
public record SeriesSteps(String poolId, Instant hour, String seriesId, boolean snapshot, long steps, long revision) {}
