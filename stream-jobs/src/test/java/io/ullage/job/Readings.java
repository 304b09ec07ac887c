package io.ullage.job;

import io.ullage.schema.ledger.LedgerBytes;
import io.ullage.schema.telemetry.AgentIdentity;
import io.ullage.schema.telemetry.AgentRole;
import io.ullage.schema.telemetry.Attachment;
import io.ullage.schema.telemetry.GuestDiskReading;
import io.ullage.schema.telemetry.PoolKind;
import io.ullage.schema.telemetry.PoolReading;
import io.ullage.schema.telemetry.Provisioning;
import io.ullage.schema.telemetry.Reading;
import io.ullage.schema.telemetry.Report;
import io.ullage.schema.telemetry.VolumeReading;
import io.ullage.schema.telemetry.VolumeUse;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Readings with all that a test does not care about filled in. */
public final class Readings {
    public static final long GIB = 1L << 30;
    public static final Instant T0 = Instant.parse("2026-11-22T10:00:00Z");
    public static final String MACHINE = "4c4c4544-0042-3510-8052-b4c04f4b4d32";

    private Readings() {}

    public static AgentIdentity hostAgent(String id) {
        return new AgentIdentity(id, AgentRole.HOST, "host-of-" + id, "host-of-" + id, null, "test");
    }

    public static AgentIdentity guestAgent(String id, String machineId) {
        return new AgentIdentity(id, AgentRole.GUEST, "host-of-" + id, "host-of-" + id, machineId, "test");
    }

    public static Report report(AgentIdentity agent, Instant time, Reading... readings) {
        return Report.whole(agent, time.getEpochSecond(), time, List.of(readings));
    }

    public static VolumeBuilder volume(String volumeId) {
        return new VolumeBuilder(volumeId);
    }

    public static GuestDiskReading guestDisk(String name, @Nullable String serial, long sizeBytes, long liveBytes) {
        return new GuestDiskReading(
                "test",
                name,
                sizeBytes,
                serial,
                null,
                null,
                null,
                liveBytes,
                sizeBytes - liveBytes,
                0L,
                null,
                null,
                null);
    }

    public static GuestDiskReading loopDisk(String name, String backingFile, long sizeBytes, long liveBytes) {
        return new GuestDiskReading(
                "test",
                name,
                sizeBytes,
                null,
                null,
                null,
                backingFile,
                liveBytes,
                sizeBytes - liveBytes,
                0L,
                null,
                null,
                null);
    }

    public static PoolReading pool(String poolId, long capacityBytes, long usedBytes) {
        return new PoolReading(
                "test",
                poolId,
                poolId,
                PoolKind.FILE_SYSTEM,
                null,
                capacityBytes,
                usedBytes,
                capacityBytes - usedBytes,
                null,
                null,
                null);
    }

    /** A thin volume of 32 GiB that is given to nobody and tells nothing else, until told otherwise. */
    public static final class VolumeBuilder {
        private final String volumeId;
        private Provisioning provisioning = Provisioning.THIN;
        private VolumeUse use = VolumeUse.DISK;
        private String poolId = "pool-1";
        private @Nullable String path;
        private @Nullable Attachment attachment;
        private @Nullable String parentVolumeId;
        private long provisionedBytes = 32 * GIB;
        private @Nullable Long allocatedBytes;
        private @Nullable Long writtenBytes;
        private @Nullable Long zeroBytes;
        private @Nullable Long reservedBytes;
        private @Nullable Long backedBytes;
        private @Nullable Long snapshotBytes;
        private @Nullable Long metadataBytes;
        private @Nullable Long allocationUnitBytes;
        private @Nullable LedgerBytes ledger;

        private VolumeBuilder(String volumeId) {
            this.volumeId = volumeId;
        }

        public VolumeBuilder provisioning(Provisioning value) {
            provisioning = value;
            return this;
        }

        public VolumeBuilder use(VolumeUse value) {
            use = value;
            return this;
        }

        public VolumeBuilder pool(String value) {
            poolId = value;
            return this;
        }

        public VolumeBuilder path(String value) {
            path = value;
            return this;
        }

        public VolumeBuilder attached(String machineId, @Nullable String serial) {
            attachment = new Attachment(machineId, serial, null, null);
            return this;
        }

        public VolumeBuilder parent(String value) {
            parentVolumeId = value;
            return this;
        }

        public VolumeBuilder provisioned(long value) {
            provisionedBytes = value;
            return this;
        }

        public VolumeBuilder allocated(@Nullable Long value) {
            allocatedBytes = value;
            return this;
        }

        public VolumeBuilder written(@Nullable Long value) {
            writtenBytes = value;
            return this;
        }

        public VolumeBuilder zero(@Nullable Long value) {
            zeroBytes = value;
            return this;
        }

        public VolumeBuilder reserved(@Nullable Long value) {
            reservedBytes = value;
            return this;
        }

        public VolumeBuilder backed(@Nullable Long value) {
            backedBytes = value;
            return this;
        }

        public VolumeBuilder snapshots(@Nullable Long value) {
            snapshotBytes = value;
            return this;
        }

        public VolumeBuilder metadata(@Nullable Long value) {
            metadataBytes = value;
            return this;
        }

        public VolumeBuilder unit(@Nullable Long value) {
            allocationUnitBytes = value;
            return this;
        }

        public VolumeBuilder ledger(LedgerBytes value) {
            ledger = value;
            return this;
        }

        public VolumeReading reading() {
            return new VolumeReading(
                    "test",
                    volumeId,
                    volumeId,
                    "raw",
                    provisioning,
                    use,
                    poolId,
                    path,
                    attachment,
                    parentVolumeId,
                    provisionedBytes,
                    allocatedBytes,
                    writtenBytes,
                    zeroBytes,
                    reservedBytes,
                    backedBytes,
                    snapshotBytes,
                    metadataBytes,
                    allocationUnitBytes,
                    false,
                    ledger,
                    List.of());
        }
    }
}
