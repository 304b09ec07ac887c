package io.ullage.service.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Resident memory of a process, from {@code /proc/<pid>/status}. */
final class ProcessMemory {
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private ProcessMemory() {}

    /** In bytes, shared pages included; empty when the process is gone or this is no Linux. */
    static OptionalLong residentBytes(long pid) {
        try {
            return parse(Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")));
        } catch (IOException gone) {
            return OptionalLong.empty();
        }
    }

    static OptionalLong parse(List<String> status) {
        for (String line : status) {
            Matcher matcher = RESIDENT.matcher(line);
            if (matcher.matches()) {
                return OptionalLong.of(Long.parseLong(matcher.group(1)) * 1024);
            }
        }
        return OptionalLong.empty();
    }
}
