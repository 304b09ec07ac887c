package io.ullage.agent.guest;

import io.ullage.agent.blockdevice.BlockTopology;
import io.ullage.agent.blockdevice.BlockTopologyReader;
import io.ullage.agent.collect.PerCycle;
import io.ullage.agent.devicemapper.MapperTable;
import io.ullage.agent.filesystem.FileSystems;
import io.ullage.agent.filesystem.FileSystemsReader;
import io.ullage.agent.lvm.LvmInventory;
import io.ullage.agent.lvm.LvmSource;
import io.ullage.agent.swap.SwapAreas;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the collectors of the guest role share, each read once per cycle. */
record GuestSources(
        PerCycle<BlockTopology> topology,
        PerCycle<FileSystems> fileSystems,
        PerCycle<SwapAreas> swaps,
        PerCycle<LvmInventory> lvm,
        PerCycle<MapperTable> mapperTable) {

    static GuestSources ofThisMachine() {
        return of(
                Path.of("/proc"),
                Path.of("/sys"),
                Path.of("/dev"),
                new PerCycle<>("lvm", cycle -> LvmSource.inventory()),
                new PerCycle<>("dmsetup", cycle -> LvmSource.mapperTable()));
    }

    static GuestSources of(
            Path proc, Path sys, Path dev, PerCycle<LvmInventory> lvm, PerCycle<MapperTable> mapperTable) {
        PerCycle<BlockTopology> topology = new PerCycle<>("sysfs", cycle -> new BlockTopologyReader(sys, dev).read());
        FileSystemsReader mounted = new FileSystemsReader(proc, sys, dev);
        Path swaps = proc.resolve("swaps");
        return new GuestSources(
                topology,
                new PerCycle<>("mountinfo", cycle -> mounted.read(topology.get(cycle))),
                new PerCycle<>(
                        "swaps", cycle -> SwapAreas.parse(Files.exists(swaps) ? Files.readAllLines(swaps) : List.of())),
                lvm,
                mapperTable);
    }
}
