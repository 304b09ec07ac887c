package io.ullage.job.match;

import org.jspecify.annotations.Nullable;

/**
 * A volume with the keys by which its host gives it to a machine.
 *
 * @param hostId the machine that the volume's file lies on
 * @param path of an image file there
 */
public record HostDisk(
        String volumeId,
        String hostId,
        @Nullable String path,
        @Nullable String serial,
        @Nullable String wwn,
        @Nullable String busAddress,
        long sizeBytes) {}
