package io.ullage.bench.qcow2;

import io.ullage.image.BackingState;
import io.ullage.image.ChainCursor;
import io.ullage.image.DiskImage;
import io.ullage.image.ImageTotals;
import io.ullage.image.format.DiskImages;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The map of one image as a command.
 *
 * <pre>
 * MapImage totals FILE        walks the map and prints its sums: what an agent does
 * MapImage extents FILE       prints every extent, as qemu-img map --output=json does
 * MapImage warm FILE REPEATS  walks it again and again in one process, prints CPU milliseconds of each walk
 * </pre>
 */
public final class MapImage {
    private MapImage() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2) {
            System.err.println("usage: MapImage totals|extents|warm FILE [REPEATS]");
            System.exit(2);
        }
        Path path = Path.of(arguments[1]);
        try (DiskImage image = DiskImages.open(path);
                OutputStream out = new FileOutputStream(FileDescriptor.out)) {
            switch (arguments[0]) {
                case "totals" -> out.write(totals(image.totals()).getBytes(StandardCharsets.US_ASCII));
                case "extents" -> new ExtentPrinter(out).print(image.chain());
                case "warm" -> warm(image, Integer.parseInt(arguments[2]), out);
                default ->
                    throw new IllegalArgumentException("command: must be totals, extents or warm, was " + arguments[0]);
            }
        }
    }

    private static String totals(ImageTotals totals) {
        StringBuilder json = new StringBuilder(128);
        json.append("{\"provisionedBytes\": ").append(totals.provisionedBytes());
        json.append(", \"writtenBytes\": ").append(totals.writtenBytes());
        json.append(", \"zeroBytes\": ").append(totals.zeroBytes());
        json.append(", \"metadataBytes\": ").append(totals.metadataBytes());
        return json.append("}\n").toString();
    }

    private static void warm(DiskImage image, int repeats, OutputStream out) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < repeats; i++) {
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            long written = 0;
            try (ChainCursor cursor = image.chain()) {
                while (cursor.next()) {
                    written += cursor.state() == BackingState.MAPPED ? cursor.length() : 0;
                }
            }
            long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
            line.append(spent / 1000 / 1000.0).append(i + 1 < repeats ? " " : " ms, written " + written + "\n");
        }
        out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
    }
}
