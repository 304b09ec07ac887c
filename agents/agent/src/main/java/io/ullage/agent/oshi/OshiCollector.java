package io.ullage.agent.oshi;

import io.ullage.agent.collect.Collector;
import io.ullage.agent.collect.Cycle;
import io.ullage.agent.collect.Outcome;
import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.telemetry.FileSystemReading;
import io.ullage.schema.telemetry.GuestDiskReading;
import io.ullage.schema.telemetry.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.hardware.HWDiskStore;
import oshi.hardware.HWPartition;
import oshi.software.os.OSFileStore;

/**
 * Disks and file systems of a guest that is not Linux. What OSHI cannot know (swap partitions, volume managers, discard) is absent, and
 * ranges without a mounted file system are unseen.
 */
public final class OshiCollector implements Collector {
    private static final String NAME = "oshi";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Outcome collect(Cycle cycle) {
        SystemInfo system = new SystemInfo();
        return readings(
                system.getHardware().getDiskStores(),
                system.getOperatingSystem().getFileSystem().getFileStores(true));
    }

    static Outcome readings(List<HWDiskStore> disks, List<OSFileStore> stores) {
        Map<String, OSFileStore> byMount = new HashMap<>();
        stores.forEach(store -> byMount.put(store.getMount(), store));
        List<Reading> readings = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (HWDiskStore disk : disks) {
            try {
                readings.addAll(disk(disk, byMount));
            } catch (InvalidFieldException e) {
                problems.add(disk.getName() + ": " + e.getMessage());
            }
        }
        return readings.isEmpty() && problems.isEmpty()
                ? new Outcome.Nothing("no disk")
                : Outcome.of(readings, problems);
    }

    /** The disk, and the file systems on its partitions. */
    private static List<Reading> disk(HWDiskStore disk, Map<String, OSFileStore> byMount) {
        List<Reading> readings = new ArrayList<>();
        long live = 0;
        long free = 0;
        for (HWPartition partition : disk.getPartitions()) {
            OSFileStore store = byMount.get(partition.getMountPoint());
            if (store == null || store.getTotalSpace() <= 0 || partition.getSize() < store.getFreeSpace()) {
                continue;
            }
            live += partition.getSize() - store.getFreeSpace();
            free += store.getFreeSpace();
            readings.add(fileSystem(disk, partition, store));
        }
        long unseen = disk.getSize() - live - free;
        // the tables of the partitions and of the disk contradict each other: say nothing rather than something wrong
        boolean sums = unseen >= 0;
        readings.add(new GuestDiskReading(
                NAME,
                disk.getName(),
                disk.getSize(),
                known(disk.getSerial()),
                null,
                null,
                null,
                sums ? live : null,
                sums ? free : null,
                sums ? unseen : null,
                null,
                null,
                null));
        return readings;
    }

    private static FileSystemReading fileSystem(HWDiskStore disk, HWPartition partition, OSFileStore store) {
        return new FileSystemReading(
                NAME,
                partition.getIdentification(),
                store.getType().toLowerCase(Locale.ROOT),
                store.getMount(),
                known(store.getUUID()),
                partition.getSize(),
                store.getTotalSpace(),
                store.getTotalSpace() - store.getFreeSpace(),
                store.getFreeSpace(),
                store.getUsableSpace(),
                List.of(store.getOptions().split(",", -1)).contains("discard"),
                List.of(store.getOptions().split(",", -1)).contains("ro"),
                List.of(disk.getName()));
    }

    /** OSHI writes {@code unknown} and empty text for what it does not know. */
    private static @Nullable String known(@Nullable String text) {
        String stripped = text == null ? "" : text.strip();
        return stripped.isEmpty() || stripped.equalsIgnoreCase("unknown") ? null : stripped;
    }
}
