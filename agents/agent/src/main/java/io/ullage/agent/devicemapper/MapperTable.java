package io.ullage.agent.devicemapper;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What every device-mapper device is made of: {@code dmsetup table}, with the fill of its thin pools from {@code dmsetup status}.
 *
 * @param targets by mapper name, such as {@code vg0-root}
 * @param pools by mapper name
 * @param badRows lines that break the format
 */
public record MapperTable(Map<String, List<Target>> targets, Map<String, PoolFill> pools, int badRows) {
    public static final MapperTable EMPTY = new MapperTable(Map.of(), Map.of(), 0);

    private static final int SECTOR_BYTES = 512;

    /** Targets that show a disk through copies of it or paths to it; each member is as full as the whole. */
    private static final Set<String> MIRRORING = Set.of("multipath", "mirror", "raid");

    /**
     * A range of a mapped device.
     *
     * @param type such as {@code linear}
     * @param mirrors every slave holds what the whole range does, in proportion
     * @param pieces where its bytes lie; empty if this type is not known here
     */
    public record Target(long lengthBytes, String type, boolean mirrors, List<Piece> pieces) {
        public Target {
            pieces = List.copyOf(pieces);
        }
    }

    /**
     * A range of the device beneath.
     *
     * @param deviceNumber {@code major:minor}
     * @param kept the target itself needs all of it (pool metadata, copy-on-write store), whatever lies on the mapped device
     */
    public record Piece(String deviceNumber, long offsetBytes, long lengthBytes, boolean kept) {}

    /** Data blocks of a thin pool in bytes. */
    public record PoolFill(long usedBytes, long totalBytes) {}

    public MapperTable {
        targets = Map.copyOf(targets);
        pools = Map.copyOf(pools);
    }

    /** Targets of one device; empty if it is not known. */
    public List<Target> of(@Nullable String mapperName) {
        return mapperName == null ? List.of() : targets.getOrDefault(mapperName, List.of());
    }

    /** Lines are {@code name: start length type arguments}, in sectors of 512 bytes. */
    public static MapperTable parse(List<String> table, List<String> status) {
        Map<String, List<Target>> targets = new HashMap<>();
        Map<String, Long> blockBytes = new HashMap<>();
        int bad = 0;
        for (String line : table) {
            Row row = Row.of(line);
            Target target = row == null ? null : target(row);
            if (row == null || target == null) {
                bad += isNoDevices(line) ? 0 : 1;
                continue;
            }
            targets.computeIfAbsent(row.name, key -> new ArrayList<>()).add(target);
            if (row.type.equals("thin-pool")) {
                blockBytes.put(row.name, Long.parseLong(row.arguments.get(2)) * SECTOR_BYTES);
            }
        }
        targets.replaceAll((name, list) -> List.copyOf(list));
        Map<String, PoolFill> pools = new HashMap<>();
        for (String line : status) {
            Row row = Row.of(line);
            Long block = row == null ? null : blockBytes.get(row.name);
            if (row != null && block != null && row.type.equals("thin-pool")) {
                PoolFill fill = fill(row.arguments, block);
                if (fill == null) {
                    bad++;
                } else {
                    pools.put(row.name, fill);
                }
            }
        }
        return new MapperTable(targets, pools, bad);
    }

    private static boolean isNoDevices(String line) {
        return line.isBlank() || line.equals("No devices found");
    }

    /** Arguments by Documentation/admin-guide/device-mapper of the kernel. Null if they break the format. */
    private static @Nullable Target target(Row row) {
        List<String> arguments = row.arguments;
        List<Piece> pieces = new ArrayList<>();
        try {
            switch (row.type) {
                case "linear" -> pieces.add(piece(arguments.get(0), arguments.get(1), row.lengthBytes, false));
                case "crypt" -> pieces.add(piece(arguments.get(3), arguments.get(4), row.lengthBytes, false));
                case "snapshot-origin" -> pieces.add(piece(arguments.get(0), "0", row.lengthBytes, false));
                case "snapshot", "snapshot-merge" -> pieces.add(piece(arguments.get(1), "0", Long.MAX_VALUE, true));
                case "striped" -> {
                    int stripes = Integer.parseInt(arguments.get(0));
                    for (int i = 0; i < stripes; i++) {
                        pieces.add(piece(
                                arguments.get(2 + 2 * i), arguments.get(3 + 2 * i), row.lengthBytes / stripes, false));
                    }
                }
                case "thin-pool" -> {
                    Long.parseLong(arguments.get(2));
                    pieces.add(piece(arguments.get(0), "0", Long.MAX_VALUE, true));
                    pieces.add(piece(arguments.get(1), "0", row.lengthBytes, false));
                }
                default -> {
                    // thin draws from its pool, which counts for all of them; others are not known
                }
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return null;
        }
        return new Target(row.lengthBytes, row.type, MIRRORING.contains(row.type), pieces);
    }

    private static Piece piece(String device, String offsetSectors, long lengthBytes, boolean kept) {
        return new Piece(device, Long.parseLong(offsetSectors) * SECTOR_BYTES, lengthBytes, kept);
    }

    /** {@code transaction used/total used/total held …}: metadata blocks, then data blocks. Null in a failed pool. */
    private static @Nullable PoolFill fill(List<String> arguments, long blockBytes) {
        if (arguments.size() < 3) {
            return null;
        }
        String[] data = arguments.get(2).split("/", -1);
        try {
            return data.length == 2
                    ? new PoolFill(Long.parseLong(data[0]) * blockBytes, Long.parseLong(data[1]) * blockBytes)
                    : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private record Row(String name, long lengthBytes, String type, List<String> arguments) {
        static @Nullable Row of(String line) {
            int colon = line.indexOf(": ");
            String[] fields = colon < 0
                    ? new String[0]
                    : line.substring(colon + 2).strip().split("\\s+");
            if (fields.length < 3) {
                return null;
            }
            try {
                Long.parseLong(fields[0]);
                return new Row(
                        line.substring(0, colon),
                        Long.parseLong(fields[1]) * SECTOR_BYTES,
                        fields[2],
                        List.of(fields).subList(3, fields.length));
            } catch (NumberFormatException e) {
                return null;
            }
        }
    }
}
