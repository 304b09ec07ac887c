package io.ullage.agent.posix;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What {@code statx(2)} says about a file, symbolic links followed.
 *
 * @param device of the file system, as {@code major:minor}
 * @param allocatedBytes st_blocks × 512
 * @param blockBytes st_blksize
 * @param changed ctime: moves with every change of content or of the inode
 */
public record FileStatus(
        String device,
        long inode,
        boolean regular,
        long sizeBytes,
        long allocatedBytes,
        long blockBytes,
        Instant modified,
        Instant changed) {
    private static final int STATX_BASIC_STATS = 0x7ff;
    private static final int S_IFMT = 0xf000;
    private static final int S_IFREG = 0x8000;
    private static final int BLOCK_BYTES = 512;

    /** Offsets in struct statx (statx(2), include/uapi/linux/stat.h); the same on every architecture. */
    private static final int STX_BLKSIZE = 4;

    private static final int STX_MODE = 28;
    private static final int STX_INO = 32;
    private static final int STX_SIZE = 40;
    private static final int STX_BLOCKS = 48;
    private static final int STX_CTIME = 96;
    private static final int STX_MTIME = 112;
    private static final int STX_DEV_MAJOR = 136;
    private static final int STX_DEV_MINOR = 140;
    private static final int STX_BYTES = 256;

    public static FileStatus of(Path path) throws IOException {
        try (Memory result = new Memory(STX_BYTES)) {
            result.clear();
            LibC.statx(LibC.AT_FDCWD, path.toString(), 0, STATX_BASIC_STATS, result);
            return new FileStatus(
                    (result.getInt(STX_DEV_MAJOR) & 0xffffffffL) + ":" + (result.getInt(STX_DEV_MINOR) & 0xffffffffL),
                    result.getLong(STX_INO),
                    (result.getShort(STX_MODE) & S_IFMT) == S_IFREG,
                    result.getLong(STX_SIZE),
                    result.getLong(STX_BLOCKS) * BLOCK_BYTES,
                    result.getInt(STX_BLKSIZE),
                    time(result, STX_MTIME),
                    time(result, STX_CTIME));
        } catch (LastErrorException e) {
            throw new IOException(path + ": statx failed: " + e.getMessage(), e);
        }
    }

    private static Instant time(Memory result, int offset) {
        return Instant.ofEpochSecond(result.getLong(offset), result.getInt(offset + 8));
    }
}
