package io.ullage.service.node;

import io.ullage.service.output.CommandException;
import io.ullage.service.process.OwnerOnlyFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The data directory of a node, held by one process at a time. */
final class DataDirectory implements AutoCloseable {
    private static final String LOCK = "node.lock";

    /**
     * Those of this process. The kernel's locks belong to a process, and closing any descriptor of a file gives them back
     * (fcntl(2)): a file that this process holds must not be opened to look.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DataDirectory(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /** {@code $XDG_DATA_HOME/ullage}, or {@code ~/.local/share/ullage}. */
    static Path standard(Map<String, String> environment) {
        String xdg = environment.get("XDG_DATA_HOME");
        // The XDG base directory specification has relative paths ignored.
        Path base = xdg != null && Path.of(xdg).isAbsolute()
                ? Path.of(xdg)
                : Path.of(System.getProperty("user.home"), ".local", "share");
        return base.resolve("ullage");
    }

    /**
     * Makes the directory if need be and takes it; the kernel gives it back when this process ends, however it ends.
     *
     * @throws CommandException when another process has it, with its pid
     */
    static DataDirectory take(Path directory) throws IOException {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw CommandException.usage("--data: must be a directory, was " + directory, "Name another one.");
        }
        OwnerOnlyFile.createDirectory(directory);
        if (!HELD_HERE.add(directory)) {
            throw taken(directory, Long.toString(ProcessHandle.current().pid()));
        }
        FileChannel channel = FileChannel.open(
                directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        @Nullable FileLock lock = channel.tryLock();
        if (lock == null) {
            String holder = read(channel);
            channel.close();
            HELD_HERE.remove(directory);
            throw taken(directory, holder);
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return new DataDirectory(directory, channel);
    }

    private static CommandException taken(Path directory, String pid) {
        return CommandException.failed(
                "a node is running on " + directory + " already, process " + pid,
                "See it with 'ullage status', stop it with 'kill " + pid
                        + "', or start another one with --data and other ports.",
                null);
    }

    /** The process that holds it now. */
    static OptionalLong holder(Path directory) throws IOException {
        Path file = directory.resolve(LOCK);
        if (HELD_HERE.contains(directory)) {
            return OptionalLong.of(ProcessHandle.current().pid());
        }
        if (!Files.exists(file)) {
            return OptionalLong.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                @Nullable FileLock lock = channel.tryLock()) {
            String pid = lock == null ? read(channel) : "";
            // Between taking the lock and writing it down the new holder is not known yet.
            return pid.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(pid)) : OptionalLong.empty();
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(32);
        channel.read(text, 0);
        return StandardCharsets.US_ASCII.decode(text.flip()).toString().strip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD_HERE.remove(directory);
    }
}
