package io.ullage.service.clickhouse;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Fetches one package with the system's {@code npm} (so its registry, proxy and certificates hold), verifies it, takes the library out. */
final class NpmPack {
    private static final int BUFFER_BYTES = 1 << 20;

    private final String npm;
    private final PrintStream progress;

    NpmPack(PrintStream progress) {
        this("npm", progress);
    }

    NpmPack(String npm, PrintStream progress) {
        this.npm = npm;
        this.progress = progress;
    }

    /** Leaves the library, and nothing else, in {@code directory}. */
    void fetch(ChdbPackage wanted, Path directory) throws IOException {
        progress.println("Fetching " + wanted.specification() + " with npm (once, about 180 MB) ...");
        Path packed = pack(wanted, directory);
        verify(packed, wanted);
        unpack(packed, wanted, directory);
        Files.delete(packed);
    }

    private Path pack(ChdbPackage wanted, Path directory) throws IOException {
        Path log = directory.resolve("npm.log");
        List<String> command = List.of(
                npm,
                "pack",
                wanted.specification(),
                "--pack-destination",
                directory.toString(),
                "--ignore-scripts",
                "--silent");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new ClickHouseException(
                    "The embedded ClickHouse comes from npm, and npm cannot be run (" + e.getMessage()
                            + "). Install Node.js with npm (Debian: apt-get install npm) and try again.",
                    e);
        }
        int status = await(process);
        String said = Files.readString(log, StandardCharsets.UTF_8).strip();
        Files.delete(log);
        List<Path> packed = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(directory, "*.tgz")) {
            entries.forEach(packed::add);
        }
        if (status != 0 || packed.size() != 1) {
            throw new ClickHouseException("npm could not fetch " + wanted.specification() + " (exit code " + status
                    + "). Is there a network, and does npm reach its registry? Try: npm pack " + wanted.specification()
                    + (said.isEmpty() ? "" : "\n" + said));
        }
        return packed.get(0);
    }

    private static int await(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new ClickHouseException("Interrupted while npm was fetching.", e);
        }
    }

    /** Refuses a package whose SHA-512 is not the pinned one. */
    static void verify(Path packed, ChdbPackage wanted) throws IOException {
        MessageDigest sha512;
        try {
            sha512 = MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-512", e);
        }
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(packed)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sha512.update(buffer, 0, read);
            }
        }
        String found = "sha512-" + Base64.getEncoder().encodeToString(sha512.digest());
        if (!found.equals(wanted.integrity())) {
            throw new ClickHouseException(wanted.specification() + " is not the package that was pinned: expected "
                    + wanted.integrity() + ", got " + found + ". Nothing was installed.");
        }
    }

    void unpack(Path packed, ChdbPackage wanted, Path directory) throws IOException {
        String entryName = "package/" + wanted.file();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(
                new BufferedInputStream(Files.newInputStream(packed), BUFFER_BYTES), BUFFER_BYTES))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile() && entry.getName().equals(entryName)) {
                    copy(tar, entry.getSize(), directory.resolve(wanted.file()));
                    return;
                }
            }
        }
        throw new ClickHouseException(wanted.specification() + " has no " + entryName + ". Nothing was installed.");
    }

    private void copy(InputStream from, long sizeBytes, Path to) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long copied = 0;
        int shown = 0;
        try (OutputStream out = Files.newOutputStream(to)) {
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                out.write(buffer, 0, read);
                copied += read;
                int percent = (int) (copied * 100 / Math.max(1, sizeBytes));
                if (percent >= shown + 25) {
                    shown = percent;
                    progress.println("  unpacked " + percent + " % of " + (sizeBytes >> 20) + " MiB");
                }
            }
        }
    }
}
