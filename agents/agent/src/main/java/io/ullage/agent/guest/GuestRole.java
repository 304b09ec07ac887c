package io.ullage.agent.guest;

import io.ullage.agent.collect.Collector;
import io.ullage.agent.filesystem.FileSystemCollector;
import io.ullage.agent.lvm.LvmCollector;
import io.ullage.agent.swap.SwapCollector;
import java.util.List;

/** The collectors that look from inside a machine. */
public final class GuestRole {
    private GuestRole() {}

    public static List<Collector> collectors() {
        return collectors(GuestSources.ofThisMachine());
    }

    static List<Collector> collectors(GuestSources sources) {
        return List.of(
                new FileSystemCollector(sources.topology(), sources.fileSystems()),
                new SwapCollector(sources.topology(), sources.swaps()),
                new LvmCollector(sources.lvm()),
                new GuestDiskCollector(sources));
    }
}
