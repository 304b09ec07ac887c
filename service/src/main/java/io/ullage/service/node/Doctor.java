package io.ullage.service.node;

import io.ullage.service.output.HumanBytes;
import io.ullage.service.process.LoopbackPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks whether a node can run on this machine and what its agent will see. Changes nothing.
 *
 * @param root of the file system that holds {@code proc}, {@code sys} and {@code dev}
 * @param dataDirectory of the node, there or not yet
 * @param ports by the option that changes each
 */
record Doctor(Path root, Path dataDirectory, Map<String, Integer> ports, Map<String, String> environment) {
    private static final int MIN_JAVA = 17;
    private static final long MEMORY_NEEDED = 2L << 30;
    private static final long MEMORY_COMFORTABLE = 3L << 30;
    private static final long DISK_NEEDED = 1L << 30;
    private static final long DISK_COMFORTABLE = 10L << 30;
    private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");

    List<Check> examine() throws IOException {
        List<Check> checks = new ArrayList<>();
        checks.add(java(Runtime.version().feature(), System.getProperty("java.home")));
        checks.add(processor(System.getProperty("os.name"), System.getProperty("os.arch")));
        checks.add(memory());
        checks.addAll(room());
        checks.add(freePorts());
        checks.add(npm());
        checks.add(blockDevices());
        checks.add(tool("lvs", "LVM", "LVM's pools and snapshots are read with it", "lvm2"));
        checks.add(tool("qemu-img", "qemu-img", "only tests compare with it: images are read natively", "qemu-utils"));
        return List.copyOf(checks);
    }

    static Check java(int feature, String home) {
        String found = feature + " in " + home;
        return feature >= MIN_JAVA
                ? Check.ok("Java", found)
                : Check.fail("Java", found, "Install Java " + MIN_JAVA + ": apt-get install openjdk-17-jdk-headless");
    }

    /** The ClickHouse library is built for x86-64-v3 and for ARMv8. */
    Check processor(String osName, String osArch) throws IOException {
        String name = "processor";
        if (osArch.equals("aarch64")) {
            return Check.ok(name, osName + " " + osArch);
        }
        Path cpuInfo = root.resolve("proc/cpuinfo");
        if (!osArch.equals("amd64") || !Files.isReadable(cpuInfo)) {
            return Check.warn(
                    name, osName + " " + osArch, "Linux on x86-64 or ARM is what is tested; others may do or not.");
        }
        Optional<String> flags = firstLine(cpuInfo, "flags");
        if (flags.isPresent() && !(flags.get() + " ").contains(" avx2 ")) {
            return Check.fail(
                    name,
                    osArch + " without AVX2",
                    "The embedded ClickHouse needs AVX2. In a virtual machine pass the host's CPU model through.");
        }
        return Check.ok(name, osArch + " with AVX2");
    }

    Check memory() throws IOException {
        OptionalLong available = availableBytes();
        if (available.isEmpty()) {
            return Check.warn("memory", "not known", "A node takes about 1 GiB idle; see that there is more.");
        }
        String found = HumanBytes.text(available.getAsLong()) + " available";
        if (available.getAsLong() < MEMORY_NEEDED) {
            return Check.fail("memory", found, "Free some: a node may take up to 2.5 GiB.");
        }
        return available.getAsLong() < MEMORY_COMFORTABLE
                ? Check.warn("memory", found, "It fits while little else runs: a node may take up to 2.5 GiB.")
                : Check.ok("memory", found);
    }

    private OptionalLong availableBytes() throws IOException {
        Path memInfo = root.resolve("proc/meminfo");
        if (!Files.isReadable(memInfo)) {
            return OptionalLong.empty();
        }
        for (String line : Files.readAllLines(memInfo)) {
            Matcher matcher = AVAILABLE.matcher(line);
            if (matcher.matches()) {
                return OptionalLong.of(Long.parseLong(matcher.group(1)) * 1024);
            }
        }
        return OptionalLong.empty();
    }

    private List<Check> room() throws IOException {
        Path existing = dataDirectory;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            return List.of(Check.fail(
                    "data directory",
                    existing + " is no directory that you may write to",
                    "Name another one with --data."));
        }
        long usable = Files.getFileStore(existing).getUsableSpace();
        String found = HumanBytes.text(usable) + " free for " + dataDirectory;
        if (usable < DISK_NEEDED) {
            return List.of(Check.fail("data directory", found, "Free some, or name another one with --data."));
        }
        return List.of(
                usable < DISK_COMFORTABLE
                        ? Check.warn("data directory", found, "Enough to try; a year of 10,000 volumes wants more.")
                        : Check.ok("data directory", found));
    }

    Check freePorts() throws IOException {
        if (DataDirectory.holder(dataDirectory).isPresent()) {
            return Check.ok("ports", "a node runs on " + dataDirectory + " and has its own");
        }
        List<String> taken = ports.entrySet().stream()
                .filter(port -> port.getValue() != 0 && !LoopbackPort.isFree(port.getValue()))
                .map(port -> port.getValue() + " (" + port.getKey() + ")")
                .toList();
        return taken.isEmpty()
                ? Check.ok(
                        "ports",
                        "free: "
                                + ports.values().stream()
                                        .sorted()
                                        .map(String::valueOf)
                                        .toList())
                : Check.fail(
                        "ports",
                        "taken on 127.0.0.1: " + String.join(", ", taken),
                        "See 'ss -ltnp', or choose others with the options in brackets; 0 takes a free one.");
    }

    private Check npm() {
        String own = environment.get("ULLAGE_CHDB");
        if (own != null && Files.isReadable(Path.of(own))) {
            return Check.ok("ClickHouse library", own + ", named by ULLAGE_CHDB");
        }
        String xdg = environment.get("XDG_CACHE_HOME");
        Path cache =
                (xdg == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg)).resolve("ullage");
        if (isFetched(cache)) {
            return Check.ok("ClickHouse library", "in " + cache);
        }
        return onPath("npm").isPresent()
                ? Check.ok("ClickHouse library", "not fetched yet; npm is there to do it")
                : Check.fail("ClickHouse library", "not fetched, and no npm", "apt-get install nodejs npm");
    }

    private static boolean isFetched(Path cache) {
        try (Stream<Path> files = Files.walk(cache, 2)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith("libchdb."));
        } catch (IOException none) {
            return false;
        }
    }

    /** Without the right to read them, sizes and file systems are seen, but no block map and no serial behind a SCSI command. */
    Check blockDevices() throws IOException {
        Path list = root.resolve("sys/block");
        if (!Files.isDirectory(list)) {
            return Check.warn("block devices", "no " + list, "The guest role needs Linux.");
        }
        List<String> devices;
        try (Stream<Path> entries = Files.list(list)) {
            devices = entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.startsWith("loop") && !name.startsWith("ram"))
                    .sorted()
                    .toList();
        }
        List<String> unreadable = devices.stream()
                .filter(name -> !Files.isReadable(root.resolve("dev").resolve(name)))
                .toList();
        return unreadable.isEmpty()
                ? Check.ok("block devices", devices.isEmpty() ? "none" : "may read " + String.join(", ", devices))
                : Check.warn(
                        "block devices",
                        "may not read " + String.join(", ", unreadable),
                        "Run as root, or as a member of the group 'disk', to see what volumes on them hold.");
    }

    private Check tool(String command, String name, String why, String debianPackage) {
        return onPath(command)
                .map(path -> Check.ok(name, path.toString()))
                .orElseGet(() -> Check.ok(name, "not installed; " + why + " (apt-get install " + debianPackage + ")"));
    }

    private Optional<Path> onPath(String command) {
        String path = environment.getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
        return Stream.of(path.split(":", -1))
                .filter(directory -> directory.startsWith("/"))
                .map(directory -> Path.of(directory, command))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<String> firstLine(Path file, String prefix) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(prefix)).findFirst();
        }
    }
}
