package io.ullage.agent.content;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a scan was made of, and with what.
 *
 * @param epoch when it began
 * @param keyCheck tells whether the key is the same, and nothing else about it
 * @param settled the files had not been changed for a while when it began, so that a later change moves their times
 * @param files the image and its data file, looked at before anything was read
 */
record ScanHeader(
        String domainId,
        String volumeId,
        String path,
        String poolId,
        Instant epoch,
        int chunkBytes,
        int k,
        long keyCheck,
        long provisionedBytes,
        boolean settled,
        List<FileStamp> files) {
    private static final int VERSION = 1;
    private static final int MAX_FILES = 16;

    ScanHeader {
        files = List.copyOf(files);
    }

    /** Whether fingerprints of the other scan can stand beside those of this one. */
    boolean isComparable(ScanHeader other) {
        return domainId.equals(other.domainId)
                && volumeId.equals(other.volumeId)
                && chunkBytes == other.chunkBytes
                && k == other.k
                && keyCheck == other.keyCheck
                && provisionedBytes == other.provisionedBytes
                && isOfSameFiles(other);
    }

    /** Nothing was written between the beginnings of both scans. */
    boolean isUnchangedSince(ScanHeader earlier) {
        return isComparable(earlier) && earlier.settled && files.equals(earlier.files);
    }

    private boolean isOfSameFiles(ScanHeader other) {
        if (files.size() != other.files.size()) {
            return false;
        }
        for (int i = 0; i < files.size(); i++) {
            if (!files.get(i).isSameFile(other.files.get(i))) {
                return false;
            }
        }
        return true;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(VERSION);
        out.writeUTF(domainId);
        out.writeUTF(volumeId);
        out.writeUTF(path);
        out.writeUTF(poolId);
        out.writeLong(epoch.toEpochMilli());
        out.writeInt(chunkBytes);
        out.writeInt(k);
        out.writeLong(keyCheck);
        out.writeLong(provisionedBytes);
        out.writeBoolean(settled);
        out.writeInt(files.size());
        for (FileStamp file : files) {
            file.write(out);
        }
    }

    static ScanHeader read(DataInput in) throws IOException {
        int version = in.readInt();
        if (version != VERSION) {
            throw new IOException("scan file version: must be " + VERSION + ", was " + version);
        }
        String domainId = in.readUTF();
        String volumeId = in.readUTF();
        String path = in.readUTF();
        String poolId = in.readUTF();
        Instant epoch = Instant.ofEpochMilli(in.readLong());
        int chunkBytes = in.readInt();
        int k = in.readInt();
        long keyCheck = in.readLong();
        long provisionedBytes = in.readLong();
        boolean settled = in.readBoolean();
        int count = in.readInt();
        if (count < 0 || count > MAX_FILES) {
            throw new IOException("scan file header.files: must be at most " + MAX_FILES + ", was " + count);
        }
        List<FileStamp> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(FileStamp.read(in));
        }
        return new ScanHeader(
                domainId, volumeId, path, poolId, epoch, chunkBytes, k, keyCheck, provisionedBytes, settled, files);
    }
}
