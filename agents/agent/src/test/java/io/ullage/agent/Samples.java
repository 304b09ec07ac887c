package io.ullage.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Captured output of real tools; each folder has an {@code origin.md}. */
public final class Samples {
    private Samples() {}

    /** {@code name} is below this package's resources, such as {@code libvirt/lab1.xml}. */
    public static byte[] bytes(String name) throws IOException {
        try (InputStream sample = Samples.class.getResourceAsStream(name)) {
            if (sample == null) {
                throw new IOException("no sample " + name);
            }
            return sample.readAllBytes();
        }
    }

    public static List<String> lines(String name) throws IOException {
        return new String(bytes(name), StandardCharsets.UTF_8).lines().toList();
    }
}
