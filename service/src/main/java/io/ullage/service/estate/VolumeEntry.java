package io.ullage.service.estate;

import io.ullage.schema.ledger.Ledger;
import io.ullage.schema.telemetry.Provisioning;
import io.ullage.schema.telemetry.VolumeUse;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A volume as last read, with whose it is. Sizes in bytes; what nobody knows is absent.
 *
 * @param time of its last reading
 * @param machineId SMBIOS UUID of the machine that uses it
 * @param guestDisk name of the guest disk that it is
 * @param matchRule by what the guest disk was found
 * @param guestAgeSeconds from the guest's reading to the host's; negative where the guest was read later
 * @param utilisationRatio what the guest holds ÷ what it was promised, 0 to 1
 * @param anomalies broken invariants, each with its values
 */
public record VolumeEntry(
        String volumeId,
        String name,
        String poolId,
        String hostId,
        @Nullable String machineId,
        @Nullable String machineName,
        @Nullable String tenant,
        @Nullable String costCentre,
        @Nullable String parentVolumeId,
        @Nullable String path,
        String source,
        String format,
        Provisioning provisioning,
        VolumeUse use,
        boolean inUse,
        Instant time,
        @Nullable Long allocatedBytes,
        @Nullable Long writtenBytes,
        @Nullable Long snapshotBytes,
        @Nullable Long metadataBytes,
        @Nullable Long allocationUnitBytes,
        @Nullable Long guestLiveBytes,
        @Nullable Double utilisationRatio,
        Ledger ledger,
        @Nullable String guestDisk,
        @Nullable String matchRule,
        @Nullable Long guestAgeSeconds,
        List<String> anomalies) {
    public VolumeEntry {
        anomalies = List.copyOf(anomalies);
    }

    static VolumeEntry of(Row row) {
        return new VolumeEntry(
                row.text("volumeId"),
                row.text("name"),
                row.text("poolId"),
                row.text("hostId"),
                row.optionalText("machineId"),
                row.optionalText("machineName"),
                row.optionalText("tenant"),
                row.optionalText("costCentre"),
                row.optionalText("parentVolumeId"),
                row.optionalText("path"),
                row.text("source"),
                row.text("format"),
                Provisioning.valueOf(row.text("provisioning")),
                VolumeUse.valueOf(row.text("volumeUse")),
                row.flag("inUse"),
                row.time("time"),
                row.optionalNumber("allocatedBytes"),
                row.optionalNumber("writtenBytes"),
                row.optionalNumber("snapshotBytes"),
                row.optionalNumber("metadataBytes"),
                row.optionalNumber("allocationUnitBytes"),
                row.optionalNumber("guestLiveBytes"),
                row.optionalRatio("utilisationRatio"),
                row.ledger(),
                row.optionalText("guestDisk"),
                row.optionalText("matchRule"),
                row.optionalNumber("guestAgeSeconds"),
                row.texts("anomalies"));
    }
}
