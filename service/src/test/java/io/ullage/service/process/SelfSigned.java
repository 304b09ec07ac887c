package io.ullage.service.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A key for 127.0.0.1 and localhost with a certificate that it signed itself, made by the JDK's keytool.
 *
 * @param keystore PKCS #12
 * @param pem the certificate
 */
public record SelfSigned(Path keystore, String password, Path pem) {
    private static final String PASSWORD = "changeit";

    public static SelfSigned make(Path directory) throws Exception {
        Path keystore = directory.resolve("server.p12");
        Path pem = directory.resolve("ca.pem");
        List<String> options = List.of(
                "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-ext", "SAN=ip:127.0.0.1,dns:localhost", "-validity", "2");
        keytool(keystore, "-genkeypair", options);
        keytool(keystore, "-exportcert", List.of("-rfc", "-file", pem.toString()));
        return new SelfSigned(keystore, PASSWORD, pem);
    }

    private static void keytool(Path keystore, String act, List<String> options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                act,
                "-alias",
                "server",
                "-storetype",
                "PKCS12",
                "-keystore",
                keystore.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(options);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
