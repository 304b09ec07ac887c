package io.ullage.agent.guest;

import io.ullage.agent.blockdevice.BlockDevice;
import io.ullage.agent.blockdevice.BlockTopology;
import io.ullage.agent.collect.Collector;
import io.ullage.agent.collect.Cycle;
import io.ullage.agent.collect.Outcome;
import io.ullage.agent.collect.PerCycle;
import io.ullage.agent.devicemapper.MapperTable;
import io.ullage.agent.filesystem.FileSystems;
import io.ullage.agent.lvm.LvmInventory;
import io.ullage.agent.swap.SwapAreas;
import io.ullage.schema.telemetry.GuestDiskReading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Disks from sysfs, with what the guest holds on each. */
final class GuestDiskCollector implements Collector {
    private static final Logger log = LoggerFactory.getLogger(GuestDiskCollector.class);
    private static final String NAME = "sysfs";

    private final GuestSources sources;

    GuestDiskCollector(GuestSources sources) {
        this.sources = sources;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Outcome collect(Cycle cycle) throws IOException, InterruptedException {
        BlockTopology topology = sources.topology().get(cycle);
        List<BlockDevice> disks = topology.disks();
        if (disks.isEmpty()) {
            return new Outcome.Nothing("no disk");
        }
        DiskRollup rollup = rollup(cycle, topology);
        List<GuestDiskReading> readings = new ArrayList<>();
        for (BlockDevice disk : disks) {
            readings.add(reading(disk, rollup == null ? null : rollup.of(disk)));
        }
        return Outcome.of(readings);
    }

    /**
     * Null if it is not known which file systems and swap areas there are: calling their disks unseen would be a statement, absence is
     * none. Without LVM or device mapper only what lies on them is unseen.
     */
    private @Nullable DiskRollup rollup(Cycle cycle, BlockTopology topology) throws InterruptedException {
        try {
            FileSystems fileSystems = sources.fileSystems().get(cycle);
            SwapAreas swaps = sources.swaps().get(cycle);
            return new DiskRollup(
                    topology,
                    fileSystems,
                    swaps,
                    orElse(sources.mapperTable(), MapperTable.EMPTY, cycle),
                    orElse(sources.lvm(), LvmInventory.EMPTY, cycle));
        } catch (IOException e) {
            log.warn("what lies on the disks is not known in this cycle: {}", e.getMessage());
            return null;
        }
    }

    private static <T> T orElse(PerCycle<T> source, T otherwise, Cycle cycle) throws InterruptedException {
        try {
            return source.get(cycle);
        } catch (IOException e) {
            log.debug("{}", e.getMessage());
            return otherwise;
        }
    }

    private static GuestDiskReading reading(BlockDevice disk, @Nullable Use use) {
        return new GuestDiskReading(
                NAME,
                disk.name(),
                disk.sizeBytes(),
                disk.serial(),
                disk.wwn(),
                disk.busAddress(),
                disk.backingFile(),
                use == null ? null : use.liveBytes(),
                use == null ? null : use.freeBytes(),
                use == null ? null : use.unseenBytes(),
                disk.discardGranularityBytes(),
                disk.discardMaxBytes(),
                disk.rotational());
    }
}
