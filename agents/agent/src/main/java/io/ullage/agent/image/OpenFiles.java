package io.ullage.agent.image;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that other processes, or loop devices, have open at one time.
 *
 * @param files by device and inode
 * @param loops real path of a backing file to the loop devices on it
 */
record OpenFiles(Set<Key> files, Map<Path, String> loops) {
    private static final Logger log = LoggerFactory.getLogger(OpenFiles.class);

    /** What the kernel knows a file by, whatever its path. */
    record Key(long device, long inode) {
        static Key of(Path path) throws IOException {
            Map<String, Object> attributes = Files.readAttributes(path, "unix:dev,ino");
            return new Key((Long) attributes.get("dev"), (Long) attributes.get("ino"));
        }
    }

    /**
     * @param proc such as {@code /proc}
     * @param sys such as {@code /sys}
     * @param ownProcess not looked at
     */
    static OpenFiles read(Path proc, Path sys, long ownProcess) throws IOException {
        Set<Key> files = new HashSet<>();
        int hidden = 0;
        for (Path process : entries(proc, "[0-9]*")) {
            if (!String.valueOf(process.getFileName()).equals(Long.toString(ownProcess))) {
                hidden += addFiles(process.resolve("fd"), files) ? 0 : 1;
            }
        }
        if (hidden > 0) {
            log.debug("what {} processes have open may not be seen by this user", hidden);
        }
        return new OpenFiles(files, loops(sys));
    }

    boolean inUse(Path realPath) throws IOException {
        return loops.containsKey(realPath) || files.contains(Key.of(realPath));
    }

    /** False if it is not permitted. A process that has ended meanwhile has nothing open. */
    private static boolean addFiles(Path descriptors, Set<Key> files) {
        try {
            for (Path descriptor : entries(descriptors, "*")) {
                addFile(descriptor, files);
            }
            return true;
        } catch (IOException e) {
            return !Files.exists(descriptors);
        }
    }

    private static void addFile(Path descriptor, Set<Key> files) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            if (target.startsWith("/") && !target.startsWith("/dev/") && Files.isRegularFile(descriptor)) {
                files.add(Key.of(descriptor));
            }
        } catch (IOException e) {
            log.trace("{} was closed while it was looked at", descriptor);
        }
    }

    private static Map<Path, String> loops(Path sys) throws IOException {
        Map<Path, String> loops = new HashMap<>();
        for (Path device : entries(sys.resolve("block"), "loop*")) {
            Path backing = device.resolve("loop/backing_file");
            try {
                Path file = Path.of(Files.readString(backing).strip());
                loops.put(file.toRealPath(), String.valueOf(device.getFileName()));
            } catch (IOException e) {
                log.trace("{} has no backing file, or none that is still there", device);
            }
        }
        return loops;
    }

    private static List<Path> entries(Path directory, String pattern) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, pattern)) {
            List<Path> all = new ArrayList<>();
            stream.forEach(all::add);
            return all;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }
}
