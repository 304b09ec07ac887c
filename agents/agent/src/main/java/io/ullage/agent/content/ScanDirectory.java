package io.ullage.agent.content;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Where scans are kept: for each volume the last complete one, and one that grows. Readable by its owner only. */
final class ScanDirectory {
    private static final String COMPLETE = ".scan";
    private static final String GROWING = ".growing";
    private static final String COPY = ".copy";
    private static final int NAME_BYTES = 16;

    private final Path directory;

    private ScanDirectory(Path directory) {
        this.directory = directory;
    }

    static ScanDirectory open(Path directory) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return new ScanDirectory(directory);
    }

    /** The files of a volume. Ids may hold any character, so files are named by their hash. */
    VolumeFiles of(String volumeId) {
        String name;
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(volumeId.getBytes(StandardCharsets.UTF_8));
            name = HexFormat.of().formatHex(hash, 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        return new VolumeFiles(
                directory.resolve(name + COMPLETE), directory.resolve(name + GROWING), directory.resolve(name + COPY));
    }

    /** Of all volumes whose content was ever sent. */
    List<ScanHeader> all() throws IOException {
        List<ScanHeader> headers = new ArrayList<>();
        try (DirectoryStream<Path> scans = Files.newDirectoryStream(directory, "*" + COMPLETE)) {
            for (Path scan : scans) {
                ScanProgress.header(scan).ifPresent(headers::add);
            }
        }
        return headers;
    }

    /**
     * Files of one volume.
     *
     * @param complete the last scan that was sent
     * @param growing one that is not finished, or not sent as a whole
     * @param copy a moment's work
     */
    record VolumeFiles(Path complete, Path growing, Path copy) {

        /** The growing one takes the place of the complete one. */
        void replace() throws IOException {
            Files.move(growing, complete, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }

        void delete() throws IOException {
            Files.deleteIfExists(growing);
            Files.deleteIfExists(complete);
        }

        /** The complete scan once more, as one that began now: nothing has changed. */
        void copy(ScanHeader header) throws IOException {
            Files.deleteIfExists(copy);
            try (ScanFile blocks = ScanFile.open(complete);
                    FileChannel out = FileChannel.open(
                            copy,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                ByteArrayOutputStream head = new ByteArrayOutputStream();
                header.write(new DataOutputStream(head));
                ScanFile.append(out, ScanFile.HEADER, head.toByteArray());
                for (ScanFile.Block block = blocks.next(); block != null; block = blocks.next()) {
                    if (block.kind() != ScanFile.HEADER) {
                        ByteBuffer body = block.body();
                        byte[] bytes = new byte[body.remaining()];
                        body.get(bytes);
                        ScanFile.append(out, block.kind(), bytes);
                    }
                }
                out.force(true);
            }
            Files.move(copy, growing, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
