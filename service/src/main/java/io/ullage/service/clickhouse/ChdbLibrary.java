package io.ullage.service.clickhouse;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code libchdb.so} lies on this machine, fetched if it is not there yet: into {@code $XDG_CACHE_HOME/ullage} or
 * {@code ~/.cache/ullage}, one directory per version. An administrator without a network names a library of their own in
 * {@code ULLAGE_CHDB}; that one is taken as it is.
 */
public final class ChdbLibrary {
    static final String ENVIRONMENT = "ULLAGE_CHDB";

    private ChdbLibrary() {}

    /** The library, fetched first if need be, progress on standard error. */
    public static Path locate() {
        return locate(System.err);
    }

    /**
     * The library, fetched first if need be.
     *
     * @throws ClickHouseException if it cannot be had, saying what to do
     */
    public static Path locate(PrintStream progress) {
        Path cpuInfo = Path.of("/proc/cpuinfo");
        requireAvx2(System.getProperty("os.arch"), cpuInfo);
        Path own = named(System.getenv(ENVIRONMENT));
        if (own != null) {
            return own;
        }
        return locate(ChdbPackage.ofThisPlatform(), cacheDirectory(System.getenv()), new NpmPack(progress));
    }

    /** Fetches the library and prints its path: what the launcher runs before its first start. */
    public static void main(String[] arguments) {
        try {
            System.out.println(locate());
        } catch (ClickHouseException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /** The library if it lies in the cache, complete: it came there by a rename. */
    static Optional<Path> cached(ChdbPackage wanted, Path cache) {
        Path library = cache.resolve(wanted.directoryName()).resolve(wanted.file());
        return Files.isRegularFile(library) ? Optional.of(library) : Optional.empty();
    }

    static Path locate(ChdbPackage wanted, Path cache, NpmPack npm) {
        Optional<Path> found = cached(wanted, cache);
        if (found.isPresent()) {
            return found.get();
        }
        try {
            Files.createDirectories(cache);
            Path lockFile = cache.resolve(wanted.directoryName() + ".lock");
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock ignored = channel.lock()) {
                return cached(wanted, cache).orElseGet(() -> fetch(wanted, cache, npm));
            }
        } catch (IOException e) {
            throw new ClickHouseException("The library cannot be stored in " + cache + ": " + e.getMessage(), e);
        }
    }

    private static Path fetch(ChdbPackage wanted, Path cache, NpmPack npm) {
        Path target = cache.resolve(wanted.directoryName());
        try {
            Path staging = Files.createTempDirectory(cache, wanted.directoryName() + ".part-");
            try {
                npm.fetch(wanted, staging);
                Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                deleteTree(staging);
            }
        } catch (IOException e) {
            throw new ClickHouseException("The library cannot be stored in " + cache + ": " + e.getMessage(), e);
        }
        return target.resolve(wanted.file());
    }

    static Path cacheDirectory(Map<String, String> environment) {
        String xdg = environment.get("XDG_CACHE_HOME");
        // The XDG base directory specification has relative paths ignored.
        Path base = xdg != null && Path.of(xdg).isAbsolute()
                ? Path.of(xdg)
                : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("ullage");
    }

    static @Nullable Path named(@Nullable String path) {
        if (path == null || path.isBlank()) {
            return null;
        }
        Path library = Path.of(path).toAbsolutePath();
        if (!Files.isReadable(library)) {
            throw new ClickHouseException(ENVIRONMENT + " names " + library + ", which cannot be read.");
        }
        return library;
    }

    /** The library is built for x86-64-v3 and dies of an illegal instruction elsewhere: better said before. */
    static void requireAvx2(String osArch, Path cpuInfo) {
        if (!osArch.equals("amd64") || !Files.isReadable(cpuInfo)) {
            return;
        }
        try (var lines = Files.lines(cpuInfo)) {
            Optional<String> flags =
                    lines.filter(line -> line.startsWith("flags")).findFirst();
            if (flags.isPresent() && !(flags.get() + " ").contains(" avx2 ")) {
                throw new ClickHouseException(
                        "The embedded ClickHouse needs a processor with AVX2, and this one has none"
                                + " (in a virtual machine: pass the host's CPU model through)."
                                + " Use a ClickHouse server on another machine.");
            }
        } catch (IOException e) {
            throw new ClickHouseException(cpuInfo + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var entries = Files.list(directory)) {
            for (Path entry : entries.toList()) {
                Files.delete(entry);
            }
        }
        Files.delete(directory);
    }
}
