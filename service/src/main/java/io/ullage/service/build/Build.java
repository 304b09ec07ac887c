package io.ullage.service.build;

import io.ullage.schema.Require;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * A build of Ullage.
 *
 * @param version such as {@code 0.1.0}
 * @param revision of the source, as Git names it, {@code -dirty} behind it if files had changed; {@code unknown} where Maven was not told
 */
public record Build(String version, String revision) {
    private static final String RESOURCE = "build.properties";

    public Build {
        Require.text("version", version);
        Require.text("revision", revision);
    }

    /** The one that runs. */
    public static Build current() {
        Properties properties = new Properties();
        try (InputStream in = Build.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing beside " + Build.class.getName());
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
        return new Build(properties.getProperty("version"), properties.getProperty("revision"));
    }
}
