package io.ullage.job.match;

import org.jspecify.annotations.Nullable;

/**
 * A disk with the keys that its guest sees.
 *
 * @param hostId the machine that the guest's agent runs on
 * @param backingFile of a loop device: a path on that machine
 */
public record GuestDisk(
        String name,
        String hostId,
        @Nullable String backingFile,
        @Nullable String serial,
        @Nullable String wwn,
        @Nullable String busAddress,
        long sizeBytes) {}
