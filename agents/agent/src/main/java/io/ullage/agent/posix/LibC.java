package io.ullage.agent.posix;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/** The functions of the C library that the JDK does not offer. Only on Linux with 64-bit {@code off_t}. */
final class LibC {
    static final int ENXIO = 6;
    static final int ENOTTY = 25;
    static final int ENOSYS = 38;
    static final int EOPNOTSUPP = 95;
    static final int EPERM = 1;

    static final int SEEK_DATA = 3;
    static final int SEEK_HOLE = 4;

    static final int O_RDONLY = 0;
    static final int O_CLOEXEC = 0x80000;
    /** Not to move the access time of what is only looked at; for owner and root. */
    static final int O_NOATIME = 0x40000;

    static final int AT_FDCWD = -100;

    private LibC() {}

    static {
        Native.register(LibC.class, Platform.C_LIBRARY_NAME);
    }

    static boolean available() {
        return Platform.isLinux() && Native.LONG_SIZE == Long.BYTES;
    }

    static native int open(String path, int flags) throws LastErrorException;

    static native int close(int descriptor) throws LastErrorException;

    static native long lseek(int descriptor, long offset, int whence) throws LastErrorException;

    static native int ioctl(int descriptor, long request, Pointer argument) throws LastErrorException;

    static native int statx(int directory, String path, int flags, int mask, Pointer result) throws LastErrorException;
}
