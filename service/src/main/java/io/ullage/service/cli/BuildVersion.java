package io.ullage.service.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote beside this class. */
final class BuildVersion implements IVersionProvider {
    private static final String RESOURCE = "build.properties";

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {"ullage " + version(), "Java ${java.version} (${java.vendor}), ${os.name} ${os.arch}"};
    }

    static String version() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = BuildVersion.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException(RESOURCE + " is missing beside " + BuildVersion.class.getName());
            }
            properties.load(in);
        }
        return properties.getProperty("version");
    }
}
