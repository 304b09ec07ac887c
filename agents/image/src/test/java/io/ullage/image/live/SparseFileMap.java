package io.ullage.image.live;

import io.ullage.image.BackingState;
import io.ullage.image.BlockMap;
import io.ullage.image.ExtentCursor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The block map of a sparse raw file, from what {@code qemu-img map} says of it. */
record SparseFileMap(long provisionedBytes, long allocationUnitBytes, List<Extent> list) implements BlockMap {
    private static final Pattern EXTENT =
            Pattern.compile("\"start\": (\\d+), \"length\": (\\d+),.*?\"data\": (true|false)");

    record Extent(long start, long length, BackingState state) {}

    static SparseFileMap of(Path file) throws IOException, InterruptedException {
        Tool.require("qemu-img");
        Matcher matcher =
                EXTENT.matcher(Tool.run("qemu-img", "map", "-U", "-f", "raw", "--output=json", file.toString()));
        List<Extent> extents = new ArrayList<>();
        while (matcher.find()) {
            extents.add(new Extent(
                    Long.parseLong(matcher.group(1)),
                    Long.parseLong(matcher.group(2)),
                    Boolean.parseBoolean(matcher.group(3)) ? BackingState.MAPPED : BackingState.UNMAPPED));
        }
        long unit = Tool.number(Tool.run("stat", "-f", "-c", "%S", file.toString()), "^(\\d+)$");
        return new SparseFileMap(Files.size(file), unit, extents);
    }

    @Override
    public ExtentCursor<BackingState> extents() {
        return new ExtentCursor<>() {
            private int at = -1;

            @Override
            public boolean next() {
                at++;
                return at < list.size();
            }

            @Override
            public long start() {
                return list.get(at).start;
            }

            @Override
            public long length() {
                return list.get(at).length;
            }

            @Override
            public BackingState state() {
                return list.get(at).state;
            }
        };
    }
}
