package io.ullage.schema.telemetry;

/** What a volume is to the estate: a disk that a machine sees, or a layer beneath other volumes that none sees by itself. */
public enum VolumeUse {
    DISK,
    BACKING
}
