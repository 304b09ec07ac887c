package io.ullage.agent.swap;

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

/** Active swap areas on block devices. Swap files are part of the file system that they lie in; swap in memory is no storage. */
public final class SwapCollector implements Collector {
    private static final String NAME = "swaps";

    private final PerCycle<BlockTopology> topology;
    private final PerCycle<SwapAreas> swaps;

    public SwapCollector(PerCycle<BlockTopology> topology, PerCycle<SwapAreas> swaps) {
        this.topology = topology;
        this.swaps = swaps;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Outcome collect(Cycle cycle) throws IOException, InterruptedException {
        BlockTopology devices = topology.get(cycle);
        SwapAreas active = swaps.get(cycle);
        List<FileSystemReading> readings = new ArrayList<>();
        for (SwapAreas.Area area : active.areas()) {
            BlockDevice device = area.onDevice() ? devices.byPath(area.path()) : null;
            if (device != null && device.kind() != BlockDevice.Kind.OTHER) {
                readings.add(new FileSystemReading(
                        NAME,
                        device.name(),
                        "swap",
                        null,
                        null,
                        device.sizeBytes(),
                        area.sizeBytes(),
                        area.usedBytes(),
                        Math.max(0, area.sizeBytes() - area.usedBytes()),
                        null,
                        false,
                        false,
                        List.copyOf(devices.disksBeneath(device))));
            }
        }
        if (readings.isEmpty() && active.problems().isEmpty()) {
            return new Outcome.Nothing("no swap on a block device");
        }
        return Outcome.of(readings, active.problems());
    }
}
