package io.ullage.agent.guest;

import io.ullage.agent.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An image mounted through a loop device. */
public final class LoopMount implements AutoCloseable {
    private final String devicePath;
    private final Path mountPoint;

    private LoopMount(String devicePath, Path mountPoint) {
        this.devicePath = devicePath;
        this.mountPoint = mountPoint;
    }

    public static LoopMount mount(Path image, Path mountPoint, String options)
            throws IOException, InterruptedException {
        Files.createDirectories(mountPoint);
        LoopMount mount = new LoopMount(Tools.run("losetup", "-f", "--show", image.toString()), mountPoint);
        try {
            Tools.run("mount", "-o", options, mount.devicePath, mountPoint.toString());
            return mount;
        } catch (IOException | InterruptedException | AssertionError e) {
            Tools.run("losetup", "-d", mount.devicePath);
            throw e;
        }
    }

    /** Kernel name, such as {@code loop3}. */
    public String device() {
        return devicePath.substring("/dev/".length());
    }

    @Override
    public void close() throws IOException {
        try {
            Tools.run("umount", mountPoint.toString());
            Tools.run("losetup", "-d", devicePath);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(devicePath + ": was not let go, the test was interrupted", e);
        }
    }
}
