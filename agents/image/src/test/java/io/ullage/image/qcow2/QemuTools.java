package io.ullage.image.qcow2;

import io.ullage.image.BackingState;
import io.ullage.image.ChainCursor;
import io.ullage.image.DiskImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** Runs qemu-img and qemu-io, and reads what they print. */
final class QemuTools {
    /**
     * An extent as {@code qemu-img map} tells it, neighbours that differ only in their host offset merged. Data that lies in a hole
     * of the image file, which it tells as zero and data at once, is data here: only a probe can tell holes.
     */
    record Mapped(long start, long length, int depth, boolean data) {}

    private static final Pattern EXTENT =
            Pattern.compile("\"start\": (\\d+), \"length\": (\\d+), \"depth\": (\\d+).*?\"data\": (\\w+)");

    private final Path folder;

    QemuTools(Path folder) {
        this.folder = folder;
    }

    static void assumePresent() {
        for (String tool : List.of("qemu-img", "qemu-io")) {
            boolean found = List.of(System.getenv("PATH").split(":")).stream()
                    .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
            if (!found) {
                Assumptions.abort(tool + " is not installed (package qemu-utils)");
            }
        }
    }

    /** Runs a command line in the folder; words are separated by blanks, {@code '…'} keeps blanks together. */
    String run(String commandLine) {
        List<String> command = new ArrayList<>();
        Matcher words = Pattern.compile("'([^']*)'|(\\S+)").matcher(commandLine);
        while (words.find()) {
            command.add(words.group(1) != null ? words.group(1) : words.group(2));
        }
        try {
            Path errors = Files.createTempFile(folder, "stderr", ".txt");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectError(errors.toFile())
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(commandLine + " failed: " + Files.readString(errors) + output);
            }
            Files.delete(errors);
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(commandLine + " was interrupted", e);
        }
    }

    void write(String image, String... commands) {
        StringBuilder line = new StringBuilder("qemu-io -f qcow2");
        for (String command : commands) {
            line.append(" -c '").append(command).append('\'');
        }
        run(line + " " + image);
    }

    List<Mapped> map(String image) {
        return parse(run("qemu-img map --output=json " + image));
    }

    static List<Mapped> parse(String json) {
        Matcher extents = EXTENT.matcher(json);
        List<Mapped> mapped = new ArrayList<>();
        while (extents.find()) {
            add(
                    mapped,
                    Long.parseLong(extents.group(1)),
                    Long.parseLong(extents.group(2)),
                    Integer.parseInt(extents.group(3)),
                    Boolean.parseBoolean(extents.group(4)));
        }
        return mapped;
    }

    /** Our map in the same words. */
    static List<Mapped> map(DiskImage image) throws IOException {
        List<Mapped> mapped = new ArrayList<>();
        try (ChainCursor cursor = image.chain()) {
            while (cursor.next()) {
                boolean data = isData(cursor.state());
                add(mapped, cursor.start(), cursor.length(), cursor.depth(), data);
            }
        }
        return mapped;
    }

    private static boolean isData(BackingState state) {
        return switch (state) {
            case MAPPED, SHARED, BACKED -> true;
            case MAPPED_ZERO, RESERVED, UNMAPPED -> false;
        };
    }

    private static void add(List<Mapped> mapped, long start, long length, int depth, boolean data) {
        if (length == 0) {
            return;
        }
        if (!mapped.isEmpty()) {
            Mapped last = mapped.get(mapped.size() - 1);
            if (last.depth() == depth && last.data() == data) {
                mapped.set(mapped.size() - 1, new Mapped(last.start(), last.length() + length, depth, data));
                return;
            }
        }
        mapped.add(new Mapped(start, length, depth, data));
    }

    static String field(String json, String name) {
        Matcher field = Pattern.compile("\"" + name + "\": \"?([^\",\\n}]*)").matcher(json);
        if (!field.find()) {
            throw new AssertionError(name + " is not in " + json);
        }
        return field.group(1);
    }

    /** Clusters with a reference, by an image's own 16-bit reference counts. */
    static long referencedBytes(Path path) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path));
        int clusterBytes = 1 << file.getInt(20);
        int table = (int) file.getLong(48);
        int entries = file.getInt(56) * clusterBytes / 8;
        long clusters = 0;
        for (int i = 0; i < entries; i++) {
            int block = (int) file.getLong(table + 8 * i);
            for (int at = block; block != 0 && at < block + clusterBytes; at += 2) {
                clusters += file.getShort(at) != 0 ? 1 : 0;
            }
        }
        return clusters * clusterBytes;
    }

    /** As {@link #referencedBytes}, without the snapshot table, which shrinks with every deletion. */
    static long usedBytes(Path path) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path));
        int clusterBytes = 1 << file.getInt(20);
        int snapshots = file.getInt(60);
        long tableBytes = 0;
        int at = (int) file.getLong(64);
        for (int i = 0; i < snapshots; i++) {
            int bytes = 40 + file.getInt(at + 36) + file.getShort(at + 12) + file.getShort(at + 14) + 7 & ~7;
            at += bytes;
            tableBytes += bytes;
        }
        return referencedBytes(path) - (tableBytes + clusterBytes - 1) / clusterBytes * clusterBytes;
    }
}
