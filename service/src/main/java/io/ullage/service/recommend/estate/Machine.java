package io.ullage.service.recommend.estate;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A machine, as the inventory tells of it.
 *
 * @param machineId SMBIOS UUID
 * @param platform such as {@code kvm}, {@code vsphere}, {@code xen}
 * @param poweredOn absent where the inventory does not say
 * @param since from when on it is so
 */
public record Machine(
        String machineId,
        String name,
        @Nullable String platform,
        @Nullable String tenant,
        @Nullable Boolean poweredOn,
        Instant since) {}
