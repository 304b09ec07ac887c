package io.ullage.agent.pool;

import io.ullage.agent.identity.HostIdentity;
import io.ullage.schema.telemetry.PoolKind;
import io.ullage.schema.telemetry.PoolReading;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** File systems as pools: what image files draw from. Named by mount point, which outlives a reboot where device numbers do not. */
public final class FileSystemPools {
    private static final String SOURCE = "statvfs";

    private final String prefix;

    public FileSystemPools(HostIdentity host) {
        this.prefix = "fs:" + host.hostId() + ":";
    }

    /** Of the file system that {@code file} lies on. */
    public String poolId(Path file) throws IOException {
        return prefix + mountPoint(file);
    }

    /**
     * One reading for each file system that any of {@code files} lies on.
     *
     * @param problems gets a sentence for each that cannot be asked
     */
    public List<PoolReading> readings(Collection<Path> files, List<String> problems) {
        SortedSet<Path> mountPoints = new TreeSet<>();
        for (Path file : files) {
            try {
                mountPoints.add(mountPoint(file));
            } catch (IOException e) {
                problems.add(file + ": its file system cannot be asked: " + e.getMessage());
            }
        }
        List<PoolReading> readings = new ArrayList<>();
        for (Path mountPoint : mountPoints) {
            File statvfs = mountPoint.toFile();
            long size = statvfs.getTotalSpace();
            if (size == 0) {
                problems.add(mountPoint + ": statvfs failed");
                continue;
            }
            long free = statvfs.getFreeSpace();
            readings.add(new PoolReading(
                    SOURCE,
                    prefix + mountPoint,
                    mountPoint.toString(),
                    PoolKind.FILE_SYSTEM,
                    mountPoint.toString(),
                    size,
                    Math.max(0, size - free),
                    free,
                    null,
                    null,
                    null));
        }
        return readings;
    }

    /** The highest directory above {@code file} that is on the same device. */
    static Path mountPoint(Path file) throws IOException {
        Path at = file.toAbsolutePath();
        Object device = Files.getAttribute(at, "unix:dev");
        for (Path above = at.getParent(); above != null; above = at.getParent()) {
            if (!Files.getAttribute(above, "unix:dev").equals(device)) {
                break;
            }
            at = above;
        }
        return at;
    }
}
