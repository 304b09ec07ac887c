package io.ullage.agent.image;

import io.ullage.agent.collect.Collector;
import io.ullage.agent.collect.Cycle;
import io.ullage.agent.collect.Outcome;
import io.ullage.agent.identity.HostIdentity;
import io.ullage.agent.pool.FileSystemPools;
import io.ullage.agent.posix.FileStatus;
import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.telemetry.Attachment;
import io.ullage.schema.telemetry.Reading;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Image files in the configured places, the layers beneath them, and the file systems that they lie on. */
public final class ImageCollector implements Collector {
    /** Of this collector, with whatever it says. */
    public static final String NAME = "images";

    private final ImageSearch search;
    private final Attachments attachments;
    private final ImageReadings readings;
    private final FileSystemPools pools;
    private final Duration budget;
    private final Path proc;
    private final Path sys;
    private final MeasurementCache cache = new MeasurementCache();

    /** Overlay to the image beneath, also of overlays that this cycle had no time for. */
    private final Map<Path, Path> parentOf = new HashMap<>();

    /** Where the last cycle ran out of time: the next begins there, so that every image has its turn. */
    private @Nullable Path resumeAt;

    /** @param timeout that the runner allows; the collector stops by itself before it, and reports what it has */
    public ImageCollector(ImageSearch search, HostIdentity host, Duration timeout) {
        this(search, host, timeout, Path.of("/proc"), Path.of("/sys"));
    }

    ImageCollector(ImageSearch search, HostIdentity host, Duration timeout, Path proc, Path sys) {
        this.search = search;
        this.attachments = new Attachments(search, host);
        this.pools = new FileSystemPools(host);
        this.readings = new ImageReadings(host, pools);
        this.budget = timeout.multipliedBy(3).dividedBy(4);
        this.proc = proc;
        this.sys = sys;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Outcome collect(Cycle cycle) throws IOException, InterruptedException {
        OpenFiles open = OpenFiles.read(proc, sys, ProcessHandle.current().pid());
        Map<Path, Attachment> attached = attachments.read(open.loops());
        ImageFiles files = ImageFiles.find(search, attachments.namedFiles(attached));
        List<String> problems = new ArrayList<>(files.problems());
        problems.addAll(attachments.problems());
        Found found = measure(cycle, files.images(problems), open, problems);
        List<Reading> all = new ArrayList<>();
        for (ImageMeasurement image : found.images.values()) {
            boolean backing = found.parents.contains(image.path());
            try {
                all.addAll(readings.of(image, backing, open.inUse(image.path()), attached.get(image.path())));
            } catch (InvalidFieldException | IOException e) {
                problems.add(image.path() + ": " + e.getMessage());
            }
        }
        all.addAll(pools.readings(found.images.keySet(), problems));
        return all.isEmpty() && problems.isEmpty()
                ? new Outcome.Nothing("no image was found")
                : Outcome.of(all, problems);
    }

    private record Found(Map<Path, ImageMeasurement> images, Set<Path> parents) {}

    /**
     * Measures every candidate and every layer beneath one. A file that only holds another image's data is no image of its own.
     */
    private Found measure(Cycle cycle, List<Path> candidates, OpenFiles open, List<String> problems)
            throws IOException, InterruptedException {
        Map<Path, ImageMeasurement> images = new LinkedHashMap<>();
        Set<Path> dataFiles = new HashSet<>();
        Set<Path> seen = new HashSet<>();
        Set<OpenFiles.Key> inodes = new HashSet<>();
        Deque<Path> queue = new ArrayDeque<>(rotated(candidates));
        Path stoppedAt = null;
        long deadline = System.nanoTime() + budget.toNanos();
        while (!queue.isEmpty()) {
            Path path = queue.removeFirst();
            if (!seen.add(path)) {
                continue;
            }
            if (System.nanoTime() > deadline) {
                stoppedAt = stoppedAt == null ? path : stoppedAt;
                continue;
            }
            cycle.progress().step(NAME, images.size(), images.size() + queue.size() + 1L, path.toString());
            try {
                if (inodes.add(OpenFiles.Key.of(path))) {
                    ImageMeasurement image = measured(cycle, path, open);
                    images.put(path, image);
                    image.dataFile().ifPresent(dataFiles::add);
                    parentOf.remove(path);
                    image.parent().ifPresent(parent -> {
                        parentOf.put(path, parent);
                        queue.addFirst(parent);
                    });
                }
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (IOException e) {
                problems.add(
                        e.getMessage() != null && e.getMessage().contains(path.toString())
                                ? e.getMessage()
                                : path + ": " + e.getMessage());
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted at " + path);
            }
        }
        dataFiles.forEach(images::remove);
        if (stoppedAt != null) {
            problems.add("time ran out at " + stoppedAt + "; the next cycle goes on there");
        }
        resumeAt = stoppedAt;
        cache.retain(seen);
        parentOf.keySet().retainAll(seen);
        return new Found(images, Set.copyOf(parentOf.values()));
    }

    private ImageMeasurement measured(Cycle cycle, Path path, OpenFiles open) throws IOException {
        FileStatus before = FileStatus.of(path);
        ImageMeasurement kept = open.inUse(path) ? null : cache.find(path);
        if (kept != null && !anyInUse(kept, open)) {
            return kept;
        }
        ImageMeasurement fresh = ImageMeasurement.of(path);
        if (!anyInUse(fresh, open)) {
            cache.keep(fresh, before, cycle.time());
        }
        return fresh;
    }

    private static boolean anyInUse(ImageMeasurement image, OpenFiles open) throws IOException {
        for (Path file : image.files()) {
            if (open.inUse(file)) {
                return true;
            }
        }
        return false;
    }

    private List<Path> rotated(List<Path> candidates) {
        int start = Optional.ofNullable(resumeAt).map(candidates::indexOf).orElse(0);
        if (start <= 0) {
            return candidates;
        }
        List<Path> rotated = new ArrayList<>(candidates.subList(start, candidates.size()));
        rotated.addAll(candidates.subList(0, start));
        return rotated;
    }
}
