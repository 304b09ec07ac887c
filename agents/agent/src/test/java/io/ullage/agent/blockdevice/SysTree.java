package io.ullage.agent.blockdevice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Builds a file tree as the kernel and udev would show it. */
public final class SysTree {
    private final Path root;

    public SysTree(Path root) {
        this.root = root;
    }

    public Path sys() {
        return root.resolve("sys");
    }

    public Path dev() {
        return root.resolve("dev");
    }

    public Path proc() {
        return root.resolve("proc");
    }

    /** A file with one line. */
    public SysTree file(String path, String content) throws IOException {
        Path file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, content + "\n");
        return this;
    }

    public SysTree bytes(String path, byte[] content) throws IOException {
        Path file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        return this;
    }

    public SysTree link(String path, String target) throws IOException {
        Path link = root.resolve(path.substring(1));
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of(target));
        return this;
    }

    /** Lines {@code path = content}. */
    public SysTree captured(List<String> lines) throws IOException {
        for (String line : lines) {
            int equals = line.indexOf(" = ");
            file(line.substring(0, equals), line.substring(equals + 3));
        }
        return this;
    }

    public SysTree disk(String name, String number, long bytes) throws IOException {
        return file("/sys/block/" + name + "/dev", number)
                .file("/sys/block/" + name + "/size", Long.toString(bytes / 512));
    }

    public SysTree partition(String disk, String name, String number, long startBytes, long bytes) throws IOException {
        String directory = "/sys/block/" + disk + "/" + name;
        return file(directory + "/partition", "1")
                .file(directory + "/dev", number)
                .file(directory + "/start", Long.toString(startBytes / 512))
                .file(directory + "/size", Long.toString(bytes / 512));
    }

    /** A device-mapper device upon others; {@code below} by their paths in {@code /sys/block}, such as {@code sda/sda1}. */
    public SysTree mapper(String name, String number, long bytes, String mapperName, String... below)
            throws IOException {
        disk(name, number, bytes).file("/sys/block/" + name + "/dm/name", mapperName);
        return stacked(name, below);
    }

    public SysTree stacked(String name, String... below) throws IOException {
        for (String device : below) {
            String own = device.substring(device.lastIndexOf('/') + 1);
            file("/sys/block/" + name + "/slaves/" + own + "/x", "");
            file("/sys/block/" + device + "/holders/" + name + "/x", "");
        }
        return this;
    }
}
