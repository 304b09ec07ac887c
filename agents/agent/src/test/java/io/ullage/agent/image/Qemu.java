package io.ullage.agent.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ullage.agent.Tools;
import java.io.IOException;
import java.nio.file.Path;

/** What other tools say about an image. */
final class Qemu {
    private Qemu() {}

    /** Bytes of {@code qemu-img map}'s extents that are data at depth 0 of the chain. */
    static long dataBytes(Path image) throws IOException, InterruptedException {
        long sum = 0;
        String map = Tools.run("qemu-img", "map", "--output=json", image.toString());
        for (JsonNode extent : new ObjectMapper().readTree(map)) {
            boolean ownData =
                    extent.path("data").asBoolean() && extent.path("depth").asInt() == 0;
            sum += ownData ? extent.path("length").asLong() : 0;
        }
        return sum;
    }

    /** {@code st_blocks} × 512. */
    static long allocatedBytes(Path file) throws IOException, InterruptedException {
        return Long.parseLong(Tools.run("stat", "-c", "%b", file.toString())) * 512;
    }
}
