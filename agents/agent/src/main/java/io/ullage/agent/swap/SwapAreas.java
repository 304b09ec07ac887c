package io.ullage.agent.swap;

import io.ullage.agent.filesystem.OctalEscapes;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code /proc/swaps}.
 *
 * @param problems lines that were left out, one sentence each
 */
public record SwapAreas(List<Area> areas, List<String> problems) {
    private static final int FIELDS = 5;
    private static final int KIB = 1024;

    /**
     * One area.
     *
     * @param path of the device or file
     * @param onDevice false for a swap file, whose bytes the file system around it already counts
     */
    public record Area(String path, boolean onDevice, long sizeBytes, long usedBytes) {}

    public SwapAreas {
        areas = List.copyOf(areas);
        problems = List.copyOf(problems);
    }

    /** One header line, then path, type, size and use in KiB, priority. */
    public static SwapAreas parse(List<String> lines) {
        List<Area> areas = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            if (line.isBlank()) {
                continue;
            }
            String[] fields = line.strip().split("\\s+", -1);
            try {
                if (fields.length != FIELDS) {
                    throw new NumberFormatException("must have " + FIELDS + " fields");
                }
                areas.add(new Area(
                        OctalEscapes.decode(fields[0]),
                        fields[1].equals("partition"),
                        Long.parseUnsignedLong(fields[2]) * KIB,
                        Long.parseUnsignedLong(fields[3]) * KIB));
            } catch (NumberFormatException e) {
                problems.add("swaps: must have " + FIELDS + " fields with sizes in KiB, was " + line);
            }
        }
        return new SwapAreas(areas, problems);
    }
}
