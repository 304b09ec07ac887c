package io.ullage.image.live;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;

/** A sparse file as a block device; detached and unmounted at close. */
final class LoopDisk implements AutoCloseable {
    private final Path file;
    private final Path mountPoint;
    private final String device;
    private boolean mounted;

    private LoopDisk(Path file, Path mountPoint, String device) {
        this.file = file;
        this.mountPoint = mountPoint;
        this.device = device;
    }

    /** A new sparse file of {@code bytes} in {@code folder}; skips the test where loop devices cannot be had. */
    static LoopDisk create(Path folder, String name, long bytes) throws Exception {
        Path file = sparse(folder.resolve(name), bytes);
        return attach(file);
    }

    static Path sparse(Path file, long bytes) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.setLength(bytes);
        }
        return file;
    }

    static LoopDisk attach(Path file) throws Exception {
        Tool.require("losetup", "mount", "umount");
        Tool.Result attached = Tool.tryRun("losetup", "--find", "--show", file.toString());
        if (attached.status() != 0) {
            Assumptions.abort(
                    "needs a loop device and root: " + attached.output().strip());
        }
        Path mountPoint = Files.createDirectories(file.resolveSibling(file.getFileName() + ".mnt"));
        return new LoopDisk(file, mountPoint, attached.output().strip());
    }

    Path file() {
        return file;
    }

    String device() {
        return device;
    }

    Path mountPoint() {
        return mountPoint;
    }

    void mkfs(String command) throws Exception {
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.add(device);
        Tool.run(words.toArray(String[]::new));
    }

    void mount() throws Exception {
        String type =
                Tool.run("blkid", "-p", "-o", "value", "-s", "TYPE", device).strip();
        Tool.Result done = type.equals("ntfs")
                ? Tool.tryRun("ntfs-3g", device, mountPoint.toString())
                : Tool.tryRun("mount", "-t", type, device, mountPoint.toString());
        if (done.status() != 0) {
            Assumptions.abort(
                    "this kernel does not mount " + type + ": " + done.output().strip());
        }
        mounted = true;
    }

    /** Writes the file system back and detaches it from the tree, so that the backing file holds all of it. */
    void unmount() throws Exception {
        Tool.run("umount", mountPoint.toString());
        mounted = false;
        Tool.run("sync", file.toString());
    }

    /** {@code count} files of random data, {@code bytes} in sum, of sizes that differ. */
    List<Path> fill(String folder, int count, long bytes, long seed) throws IOException {
        Random random = new Random(seed);
        Path target = Files.createDirectories(mountPoint.resolve(folder));
        List<Path> files = new ArrayList<>();
        byte[] block = new byte[1 << 16];
        long left = bytes;
        for (int i = 0; i < count; i++) {
            long size = i == count - 1 ? left : Math.min(left, (long) (random.nextDouble() * 2 * bytes / count));
            left -= size;
            Path one = target.resolve("f" + i);
            try (OutputStream out = Files.newOutputStream(one)) {
                for (long written = 0; written < size; written += block.length) {
                    random.nextBytes(block);
                    out.write(block, 0, (int) Math.min(block.length, size - written));
                }
            }
            files.add(one);
        }
        return files;
    }

    /** Bytes that the backing file occupies on its host. */
    long allocatedBytes() throws Exception {
        Tool.run("sync", file.toString());
        return 512 * Tool.number(Tool.run("stat", "-c", "%b", file.toString()), "^(\\d+)$");
    }

    @Override
    public void close() throws Exception {
        if (mounted) {
            Tool.run("umount", mountPoint.toString());
        }
        Tool.run("losetup", "--detach", device);
    }
}
