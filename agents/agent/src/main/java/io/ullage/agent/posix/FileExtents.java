package io.ullage.agent.posix;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import io.ullage.image.BackingState;
import io.ullage.image.SparseProbe;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The extents of a file by FIEMAP, which unlike {@code lseek} tells unwritten (preallocated) and shared (reflinked) ones apart. File
 * systems without FIEMAP, such as tmpfs, are asked by {@code lseek}.
 *
 * <p>FIEMAP_FLAG_SYNC is not used: it would write back what others have not yet written. So an unwritten extent may have data in the page
 * cache; SEEK_DATA knows that, and has the last word on unwritten extents.
 */
public final class FileExtents implements SparseProbe {
    /** Extents per question; 56 bytes each. */
    private static final int BATCH = 512;

    /** _IOWR('f', 11, struct fiemap), Documentation/filesystems/fiemap.rst. */
    private static final long FS_IOC_FIEMAP = 0xc020660bL;

    private static final int FM_START = 0;
    private static final int FM_LENGTH = 8;
    private static final int FM_FLAGS = 16;
    private static final int FM_MAPPED_EXTENTS = 20;
    private static final int FM_EXTENT_COUNT = 24;
    private static final int FIEMAP_BYTES = 32;
    private static final int FE_LOGICAL = 0;
    private static final int FE_LENGTH = 16;
    private static final int FE_FLAGS = 40;
    private static final int EXTENT_BYTES = 56;
    private static final int FIEMAP_EXTENT_LAST = 0x1;
    private static final int FIEMAP_EXTENT_UNWRITTEN = 0x800;
    private static final int FIEMAP_EXTENT_SHARED = 0x2000;

    private final SeekFile file;
    private final long sizeBytes;
    private final Memory request = new Memory(FIEMAP_BYTES + (long) BATCH * EXTENT_BYTES);
    private final long[] starts = new long[BATCH];
    private final long[] ends = new long[BATCH];
    private final int[] flags = new int[BATCH];
    private int count;
    private int index;

    /** What the present batch says something about. */
    private long batchStart;

    private long batchEnd;

    private long start;
    private long end;
    private BackingState state = BackingState.UNMAPPED;

    private FileExtents(SeekFile file, long sizeBytes) {
        this.file = file;
        this.sizeBytes = sizeBytes;
    }

    /** Opens read-only, without locks, and without moving the access time where that is permitted. */
    public static SparseProbe open(Path path) throws IOException {
        if (!LibC.available()) {
            throw new IOException(path + ": its holes can only be asked for on 64-bit Linux");
        }
        SeekFile file = SeekFile.open(path);
        try {
            long size = FileStatus.of(path).sizeBytes();
            FileExtents extents = new FileExtents(file, size);
            if (size == 0 || extents.fill(0)) {
                return extents;
            }
            extents.request.close();
            return SparseProbe.seeking(file, size);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public void locate(long position) throws IOException {
        if (position >= start && position < end) {
            return;
        }
        if (position < batchStart || position >= batchEnd) {
            if (!fill(position)) {
                throw new IOException("FIEMAP is not supported any more");
            }
        }
        if (index >= count || starts[index] > position) {
            index = 0;
        }
        while (index < count && ends[index] <= position) {
            index++;
        }
        start = position;
        if (index == count || starts[index] > position) {
            state = BackingState.UNMAPPED;
            end = index == count ? batchEnd : Math.min(starts[index], sizeBytes);
        } else {
            mapped(position);
        }
    }

    private void mapped(long position) throws IOException {
        end = Math.min(ends[index], sizeBytes);
        if ((flags[index] & FIEMAP_EXTENT_UNWRITTEN) != 0) {
            long data = file.nextData(position);
            if (data > position) {
                state = BackingState.RESERVED;
                end = Math.min(end, data);
            } else {
                state = BackingState.MAPPED;
                end = Math.min(end, Math.max(file.nextHole(position), position + 1));
            }
        } else {
            state = (flags[index] & FIEMAP_EXTENT_SHARED) != 0 ? BackingState.SHARED : BackingState.MAPPED;
        }
    }

    @Override
    public BackingState state() {
        return state;
    }

    @Override
    public long end() {
        return end;
    }

    /** Asks for the extents from {@code position} on; false if this file system does not have FIEMAP. */
    private boolean fill(long position) throws IOException {
        request.setLong(FM_START, position);
        request.setLong(FM_LENGTH, sizeBytes - position);
        request.setInt(FM_FLAGS, 0);
        request.setInt(FM_MAPPED_EXTENTS, 0);
        request.setInt(FM_EXTENT_COUNT, BATCH);
        request.setInt(FM_EXTENT_COUNT + Integer.BYTES, 0);
        try {
            LibC.ioctl(file.descriptor(), FS_IOC_FIEMAP, request);
        } catch (LastErrorException e) {
            int error = e.getErrorCode();
            if (error == LibC.EOPNOTSUPP || error == LibC.ENOTTY || error == LibC.ENOSYS) {
                return false;
            }
            throw new IOException("FIEMAP failed: " + e.getMessage(), e);
        }
        count = Math.min(BATCH, Math.max(0, request.getInt(FM_MAPPED_EXTENTS)));
        boolean last = count < BATCH;
        for (int i = 0; i < count; i++) {
            long at = FIEMAP_BYTES + (long) i * EXTENT_BYTES;
            starts[i] = request.getLong(at + FE_LOGICAL);
            ends[i] = starts[i] + request.getLong(at + FE_LENGTH);
            flags[i] = request.getInt(at + FE_FLAGS);
            last |= (flags[i] & FIEMAP_EXTENT_LAST) != 0;
        }
        batchStart = position;
        batchEnd = last ? sizeBytes : Math.min(sizeBytes, ends[count - 1]);
        index = 0;
        if (batchEnd <= position) {
            // the file system answered with nothing after the position although there is more to come
            throw new IOException("FIEMAP does not go on after byte " + position);
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        request.close();
        file.close();
    }
}
