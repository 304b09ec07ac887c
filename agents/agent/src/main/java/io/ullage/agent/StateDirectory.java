package io.ullage.agent;

import io.ullage.schema.telemetry.AgentRole;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** What the agent remembers over restarts. Held by one agent at a time. */
final class StateDirectory implements Closeable {
    private final Path directory;
    private final FileChannel lock;

    private StateDirectory(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    static StateDirectory open(Path directory) throws IOException {
        Files.createDirectories(directory);
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new StateDirectory(directory, channel);
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw inUse(directory);
        }
        channel.close();
        throw inUse(directory);
    }

    private static IOException inUse(Path directory) {
        return new IOException("stateDirectory: must not be used by another agent, was " + directory
                + "; stop that agent or give this one a directory of its own");
    }

    Path spool() {
        return directory.resolve("spool");
    }

    Path sketchSpool() {
        return directory.resolve("sketch-spool");
    }

    Path contentScans() {
        return directory.resolve("content-scans");
    }

    /** The next number of the role's cycles, remembered before it is used: after a crash one may be missing, none comes twice. */
    long nextSequence(AgentRole role) throws IOException {
        Path file = directory.resolve("sequence-" + role.name().toLowerCase(Locale.ROOT));
        long next = 0;
        if (Files.exists(file)) {
            String text = Files.readString(file).strip();
            if (!text.matches("\\d{1,18}")) {
                throw new IOException(file + ": must hold a number, was " + text + "; delete it to begin at 0 again");
            }
            next = Long.parseLong(text);
        }
        Path fresh = directory.resolve(file.getFileName() + ".new");
        Files.writeString(fresh, Long.toString(next + 1));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return next;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
