package io.ullage.agent.content;

import io.ullage.agent.posix.FileStatus;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What tells whether a file has been written to. Without the device, whose number may be another one after a reboot.
 *
 * @param changed ctime: moves with every change of content or of the inode, and cannot be set back
 */
record FileStamp(String path, long inode, long sizeBytes, Instant modified, Instant changed) {
    static FileStamp of(Path path) throws IOException {
        FileStatus status = FileStatus.of(path);
        return new FileStamp(path.toString(), status.inode(), status.sizeBytes(), status.modified(), status.changed());
    }

    boolean isSameFile(FileStamp other) {
        return path.equals(other.path) && inode == other.inode;
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(path);
        out.writeLong(inode);
        out.writeLong(sizeBytes);
        write(out, modified);
        write(out, changed);
    }

    static FileStamp read(DataInput in) throws IOException {
        return new FileStamp(in.readUTF(), in.readLong(), in.readLong(), readTime(in), readTime(in));
    }

    private static void write(DataOutput out, Instant time) throws IOException {
        out.writeLong(time.getEpochSecond());
        out.writeInt(time.getNano());
    }

    private static Instant readTime(DataInput in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }
}
