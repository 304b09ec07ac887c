package io.ullage.service.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a node is to run.
 *
 * @param dataDirectory holds everything that is to survive
 * @param watch images and directories of images that the host agent reads
 * @param listen address at which the console is served; everything else listens on 127.0.0.1
 * @param interval from one reading of this machine to the next, and the length of a ledger's interval
 * @param checkpointInterval of the Flink jobs
 * @param flinkHeapMegabytes in which the jobs run and hold what they touch often
 */
record NodeSettings(
        Path dataDirectory,
        List<Path> watch,
        Ports ports,
        String listen,
        Duration interval,
        Duration checkpointInterval,
        int flinkHeapMegabytes) {

    /** Ports on 127.0.0.1; 0 takes a free one. */
    record Ports(int kafka, int clickHouse, int flink, int flinkMetrics, int agentMetrics, int console) {}

    NodeSettings {
        dataDirectory = dataDirectory.toAbsolutePath().normalize();
        watch = watch.stream().map(path -> path.toAbsolutePath().normalize()).toList();
    }

    /** Where hypervisors keep images on this machine. */
    static List<Path> usualImageDirectories() {
        Path home = Path.of(System.getProperty("user.home"));
        return Stream.of(
                        Path.of("/var/lib/libvirt/images"),
                        Path.of("/var/lib/vz/images"),
                        Path.of("/var/lib/nova/instances"),
                        home.resolve(".local/share/libvirt/images"),
                        home.resolve(".local/share/gnome-boxes/images"),
                        home.resolve("VirtualBox VMs"))
                .filter(Files::isDirectory)
                .toList();
    }
}
