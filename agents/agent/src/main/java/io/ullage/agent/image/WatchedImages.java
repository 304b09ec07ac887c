package io.ullage.agent.image;

import io.ullage.agent.identity.HostIdentity;
import io.ullage.agent.pool.FileSystemPools;
import io.ullage.image.DiskImage;
import io.ullage.image.format.DiskImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The images that {@link ImageCollector} reports, each layer of a chain by itself, without measuring them. */
public final class WatchedImages {
    private final ImageSearch search;
    private final Attachments attachments;
    private final FileSystemPools pools;
    private final HostIdentity host;

    public WatchedImages(ImageSearch search, HostIdentity host) {
        this.search = search;
        this.host = host;
        this.attachments = new Attachments(search, host);
        this.pools = new FileSystemPools(host);
    }

    /** @param problems what could not be looked at, each a sentence */
    public record Found(List<WatchedImage> images, List<String> problems) {
        public Found {
            images = List.copyOf(images);
            problems = List.copyOf(problems);
        }
    }

    public Found find() throws IOException {
        ImageFiles files = ImageFiles.find(search, attachments.namedFiles(attachments.read(Map.of())));
        List<String> problems = new ArrayList<>(files.problems());
        Set<Path> images = new LinkedHashSet<>();
        Set<Path> dataFiles = new HashSet<>();
        Set<OpenFiles.Key> inodes = new HashSet<>();
        Deque<Path> queue = new ArrayDeque<>(files.images(problems));
        while (!queue.isEmpty()) {
            Path path = queue.removeFirst();
            try {
                if (inodes.add(OpenFiles.Key.of(path))) {
                    try (DiskImage image = DiskImages.open(path)) {
                        images.add(path);
                        addExisting(image.dataFile(), dataFiles);
                        Set<Path> parent = new HashSet<>();
                        addExisting(image.parentPath(), parent);
                        parent.forEach(queue::addFirst);
                    }
                }
            } catch (IOException e) {
                problems.add(path + ": " + e.getMessage());
            }
        }
        images.removeAll(dataFiles);
        List<WatchedImage> watched = new ArrayList<>();
        for (Path path : images) {
            try {
                watched.add(new WatchedImage(path, ImageReadings.volumeId(host, path), pools.poolId(path)));
            } catch (IOException e) {
                problems.add(path + ": " + e.getMessage());
            }
        }
        return new Found(watched, problems);
    }

    /** Whether the configuration names the file, or a directory above it. */
    public boolean covers(Path path) {
        return search.paths().stream().anyMatch(root -> path.startsWith(real(root)));
    }

    /** What a file that is no longer there would draw from; empty if not even its directory's file system is there. */
    public Optional<String> poolOfMissing(Path path) throws IOException {
        for (Path above = path.getParent(); above != null; above = above.getParent()) {
            if (Files.isDirectory(above)) {
                return Optional.of(pools.poolId(above));
            }
        }
        return Optional.empty();
    }

    private static void addExisting(Optional<Path> file, Set<Path> to) throws IOException {
        if (file.isPresent() && Files.exists(file.get())) {
            to.add(file.get().toRealPath());
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }
}
