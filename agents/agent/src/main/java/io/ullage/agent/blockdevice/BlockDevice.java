package io.ullage.agent.blockdevice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One block device as sysfs shows it.
 *
 * @param name kernel name, such as {@code sda1}
 * @param number {@code major:minor}
 * @param disk of a partition: the disk that it is cut from
 * @param startBytes of a partition: where on its disk it begins
 * @param slaves devices that this one is made of
 * @param holders devices that are made of this one
 * @param mapperName of a device-mapper device, such as {@code vg0-root}
 * @param raidMembers how many devices an md array is made for; absent for anything else
 * @param raidComponentBytes how much of each member an md array uses
 */
public record BlockDevice(
        String name,
        String number,
        Kind kind,
        long sizeBytes,
        @Nullable String disk,
        @Nullable Long startBytes,
        List<String> slaves,
        List<String> holders,
        @Nullable String mapperName,
        @Nullable Integer raidMembers,
        @Nullable Long raidComponentBytes,
        @Nullable String serial,
        @Nullable String wwn,
        @Nullable String busAddress,
        @Nullable String backingFile,
        @Nullable Long discardGranularityBytes,
        @Nullable Long discardMaxBytes,
        @Nullable Boolean rotational) {

    /** What a device is to this agent. */
    public enum Kind {
        /** A disk that the machine was given. */
        DISK,
        /** A file of this machine that serves as a disk. */
        LOOP,
        PARTITION,
        MAPPER,
        RAID,
        /** Memory, optical and floppy drives: not provisioned storage. */
        OTHER
    }

    public BlockDevice {
        slaves = List.copyOf(slaves);
        holders = List.copyOf(holders);
    }

    /** A disk in the sense of {@link io.ullage.schema.telemetry.GuestDiskReading}. */
    public boolean isDisk() {
        return kind == Kind.DISK || kind == Kind.LOOP;
    }
}
