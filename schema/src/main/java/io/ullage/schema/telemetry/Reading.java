package io.ullage.schema.telemetry;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** One measured fact. Its time is that of the {@link Report} that carries it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FileSystemReading.class, name = "fileSystem"),
    @JsonSubTypes.Type(value = GuestDiskReading.class, name = "guestDisk"),
    @JsonSubTypes.Type(value = VolumeReading.class, name = "volume"),
    @JsonSubTypes.Type(value = SnapshotReading.class, name = "snapshot"),
    @JsonSubTypes.Type(value = PoolReading.class, name = "pool")
})
public sealed interface Reading
        permits FileSystemReading, GuestDiskReading, VolumeReading, SnapshotReading, PoolReading {

    /** The collector that measured it, such as {@code qcow2} or {@code statfs}. */
    String source();
}
