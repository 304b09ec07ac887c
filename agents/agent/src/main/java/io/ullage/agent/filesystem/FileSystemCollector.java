package io.ullage.agent.filesystem;

import io.ullage.agent.blockdevice.BlockDevice;
import io.ullage.agent.blockdevice.BlockTopology;
import io.ullage.agent.collect.Collector;
import io.ullage.agent.collect.Cycle;
import io.ullage.agent.collect.Outcome;
import io.ullage.agent.collect.PerCycle;
import io.ullage.schema.telemetry.FileSystemReading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Mounted file systems on block devices, each once, by {@code statvfs}. */
public final class FileSystemCollector implements Collector {
    private static final String NAME = "statvfs";

    private final PerCycle<BlockTopology> topology;
    private final PerCycle<FileSystems> fileSystems;

    public FileSystemCollector(PerCycle<BlockTopology> topology, PerCycle<FileSystems> fileSystems) {
        this.topology = topology;
        this.fileSystems = fileSystems;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Outcome collect(Cycle cycle) throws IOException, InterruptedException {
        BlockTopology devices = topology.get(cycle);
        FileSystems mounted = fileSystems.get(cycle);
        if (mounted.usages().isEmpty() && mounted.problems().isEmpty()) {
            return new Outcome.Nothing("no file system on a block device is mounted here");
        }
        List<FileSystemReading> readings = new ArrayList<>();
        for (FileSystemUsage usage : mounted.usages()) {
            readings.add(reading(usage, devices));
        }
        return Outcome.of(readings, mounted.problems());
    }

    private static FileSystemReading reading(FileSystemUsage usage, BlockTopology topology) {
        TreeSet<String> disks = new TreeSet<>();
        for (String name : usage.devices()) {
            BlockDevice device = topology.byName(name);
            if (device != null) {
                disks.addAll(topology.disksBeneath(device));
            }
        }
        return new FileSystemReading(
                NAME,
                usage.devices().get(0),
                usage.type(),
                usage.mountPoint(),
                usage.uuid(),
                usage.deviceBytes(),
                usage.sizeBytes(),
                usage.sizeBytes() - usage.freeBytes(),
                usage.freeBytes(),
                usage.availableBytes(),
                usage.onlineDiscard(),
                usage.readOnly(),
                List.copyOf(disks));
    }
}
