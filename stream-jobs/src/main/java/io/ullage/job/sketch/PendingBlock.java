package io.ullage.job.sketch;

/**
 * State: names the fingerprints of one part of a pending epoch in one {@linkplain Shard#group group}. All it has are numbers, so that its
 * bytes are the same whenever it is written.
 */
public record PendingBlock(long epochMillis, int part, int group) {}
