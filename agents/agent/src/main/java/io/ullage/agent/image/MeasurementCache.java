package io.ullage.agent.image;

import io.ullage.agent.posix.FileStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measurements of images that nobody has changed since. The kernel moves ctime with every write, but only by its clock tick, and
 * not yet for what is written through a mapping: so nothing is kept that was changed a moment before it was read, or that is in use.
 */
final class MeasurementCache {
    private static final Duration SETTLED = Duration.ofSeconds(10);

    private final Map<Path, Entry> entries = new HashMap<>();

    /** @param statuses of {@link ImageMeasurement#files()}, in their order, taken before the measurement */
    private record Entry(ImageMeasurement measurement, List<FileStatus> statuses) {}

    /** The measurement, if every file that it was made from is as it was. */
    @Nullable
    ImageMeasurement find(Path path) throws IOException {
        Entry entry = entries.get(path);
        if (entry == null) {
            return null;
        }
        for (int i = 0; i < entry.statuses().size(); i++) {
            if (!FileStatus.of(entry.measurement().files().get(i))
                    .equals(entry.statuses().get(i))) {
                return null;
            }
        }
        return entry.measurement();
    }

    /** @param before status of {@code path} before it was measured */
    void keep(ImageMeasurement measurement, FileStatus before, Instant now) throws IOException {
        List<FileStatus> statuses = new ArrayList<>();
        for (Path file : measurement.files()) {
            FileStatus status = FileStatus.of(file);
            if (status.changed().isAfter(now.minus(SETTLED))) {
                entries.remove(measurement.path());
                return;
            }
            statuses.add(status);
        }
        if (statuses.get(0).equals(before)) {
            entries.put(measurement.path(), new Entry(measurement, statuses));
        }
    }

    /** Forgets what is not among these paths. */
    void retain(Collection<Path> paths) {
        entries.keySet().retainAll(paths);
    }
}
