package io.ullage.agent.guest;

import io.ullage.agent.collect.Collector;
import io.ullage.agent.filesystem.FileSystemCollector;
import io.ullage.agent.lvm.LvmCollector;
import io.ullage.agent.oshi.OshiCollector;
import io.ullage.agent.swap.SwapCollector;
import java.util.List;

/** The collectors that look from inside a machine. */
public final class GuestRole {
    private GuestRole() {}

    /** For the operating system that this runs on. */
    public static List<Collector> collectors() {
        boolean linux = System.getProperty("os.name").startsWith("Linux");
        return linux ? collectors(GuestSources.ofThisMachine()) : List.of(new OshiCollector());
    }

    static List<Collector> collectors(GuestSources sources) {
        return List.of(
                new FileSystemCollector(sources.topology(), sources.fileSystems()),
                new SwapCollector(sources.topology(), sources.swaps()),
                new LvmCollector(sources.lvm()),
                new GuestDiskCollector(sources));
    }
}
