package io.ullage.service.clickhouse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Properties;

/**
 * The npm package that carries the library for one platform.
 *
 * @param name as npm knows it
 * @param version pinned
 * @param integrity of the packed package, as in a lock file: {@code sha512-} and base64
 * @param file name of the library in it
 */
record ChdbPackage(String name, String version, String integrity, String file) {
    private static final String RESOURCE = "chdb.properties";

    static ChdbPackage ofThisPlatform() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"), pins());
    }

    static ChdbPackage of(String osName, String osArch, Properties pins) {
        String os = osName.toLowerCase(Locale.ROOT);
        String arch = osArch.equals("x86_64") ? "amd64" : osArch;
        String platform = (os.startsWith("mac") ? "mac" : os) + "-" + arch;
        String name = pins.getProperty(platform + ".name");
        if (name == null) {
            throw new ClickHouseException("There is no embedded ClickHouse for " + platform
                    + ". Use a ClickHouse server of your own on this machine.");
        }
        String integrity = pins.getProperty(platform + ".integrity");
        if (integrity == null) {
            throw new ClickHouseException(
                    "No checksum is pinned for " + name + ", so it is not fetched. Fetch it yourself"
                            + " and name its library in the environment variable " + ChdbLibrary.ENVIRONMENT + ".");
        }
        return new ChdbPackage(name, pins.getProperty("version"), integrity, pins.getProperty(platform + ".file"));
    }

    /** What {@code npm} takes. */
    String specification() {
        return name + "@" + version;
    }

    /** Name of the directory in the cache. */
    String directoryName() {
        return name.substring(name.indexOf('/') + 1) + "-" + version;
    }

    static Properties pins() {
        Properties pins = new Properties();
        try (InputStream resource = ChdbPackage.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException(RESOURCE + " is missing beside " + ChdbPackage.class);
            }
            pins.load(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pins;
    }
}
