package io.ullage.agent.posix;

import com.sun.jna.LastErrorException;
import io.ullage.image.SparseProbe;
import java.io.IOException;
import java.nio.file.Path;

/** A file that was opened to be asked where its data is, and nothing else. */
final class SeekFile implements SparseProbe.Seek {
    private final Path path;
    private final int descriptor;
    private final long sizeBytes;
    private boolean closed;

    private SeekFile(Path path, int descriptor, long sizeBytes) {
        this.path = path;
        this.descriptor = descriptor;
        this.sizeBytes = sizeBytes;
    }

    static SeekFile open(Path path) throws IOException {
        int flags = LibC.O_RDONLY | LibC.O_CLOEXEC;
        long size = FileStatus.of(path).sizeBytes();
        try {
            return new SeekFile(path, LibC.open(path.toString(), flags | LibC.O_NOATIME), size);
        } catch (LastErrorException e) {
            if (e.getErrorCode() != LibC.EPERM) {
                throw failed(path, "open", e);
            }
        }
        try {
            return new SeekFile(path, LibC.open(path.toString(), flags), size);
        } catch (LastErrorException e) {
            throw failed(path, "open", e);
        }
    }

    int descriptor() {
        return descriptor;
    }

    @Override
    public long nextData(long position) throws IOException {
        return seek(position, LibC.SEEK_DATA);
    }

    @Override
    public long nextHole(long position) throws IOException {
        return seek(position, LibC.SEEK_HOLE);
    }

    private long seek(long position, int whence) throws IOException {
        try {
            return LibC.lseek(descriptor, position, whence);
        } catch (LastErrorException e) {
            if (e.getErrorCode() == LibC.ENXIO) {
                return sizeBytes;
            }
            throw failed(path, "lseek", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            try {
                LibC.close(descriptor);
            } catch (LastErrorException e) {
                throw failed(path, "close", e);
            }
        }
    }

    private static IOException failed(Path path, String call, LastErrorException e) {
        return new IOException(path + ": " + call + " failed: " + e.getMessage(), e);
    }
}
