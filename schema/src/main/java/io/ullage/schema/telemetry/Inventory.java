package io.ullage.schema.telemetry;

import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.Require;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whose a machine is, from {@code since} on. The newest message per machine stands (compacted topic, keyed by {@code machineId}).
 *
 * @param machineId SMBIOS system UUID (lower case), as in {@link Attachment}
 * @param platform such as {@code kvm}, {@code vsphere}, {@code xen}
 * @param poweredOn absent where the source does not say
 */
public record Inventory(
        int version,
        String source,
        String machineId,
        String machineName,
        @Nullable String platform,
        @Nullable String tenant,
        @Nullable String costCentre,
        @Nullable Boolean poweredOn,
        Instant since,
        Map<String, String> tags) {
    public static final int VERSION = 1;

    public Inventory {
        if (version != VERSION) {
            throw new InvalidFieldException("version", "must be " + VERSION, version);
        }
        Require.text("source", source);
        Require.text("machineId", machineId);
        Require.text("machineName", machineName);
        Require.optionalText("platform", platform);
        Require.optionalText("tenant", tenant);
        Require.optionalText("costCentre", costCentre);
        Require.present("since", since);
        tags = Require.tags("tags", tags);
    }
}
