package io.ullage.service.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Speaks SMTP up to STARTTLS (RFC 3207), and passes on what comes within TLS to a server that knows none. */
final class StartTlsFront implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final SSLContext tls = SSLContext.getInstance("TLS");
    private final int behind;

    /** @param behind port of the server behind, on loopback */
    StartTlsFront(Path keyStore, String password, int behind) throws Exception {
        this.behind = behind;
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            keys.load(in, password.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password.toCharArray());
        tls.init(managers.getKeyManagers(), null, null);
        inBackground(this::serve);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void serve() throws IOException {
        while (!listening.isClosed()) {
            Socket client = listening.accept();
            inBackground(() -> talk(client));
        }
    }

    private void talk(Socket client) throws IOException {
        say(client, "220 front");
        for (String line = line(client.getInputStream()); !line.startsWith("STARTTLS"); ) {
            say(client, "250-front\r\n250 STARTTLS");
            line = line(client.getInputStream());
        }
        say(client, "220 go ahead");
        SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(client, null, client.getPort(), true);
        secure.setUseClientMode(false);
        Socket server = new Socket(InetAddress.getLoopbackAddress(), behind);
        line(server.getInputStream());
        inBackground(() -> server.getInputStream().transferTo(secure.getOutputStream()));
        secure.getInputStream().transferTo(server.getOutputStream());
        server.close();
    }

    private static void say(Socket to, String line) throws IOException {
        OutputStream out = to.getOutputStream();
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            line.append((char) octet);
        }
        if (line.isEmpty()) {
            throw new IOException("the other side has closed");
        }
        return line.toString().toUpperCase(Locale.ROOT);
    }

    private interface Talk {
        void run() throws IOException;
    }

    private static void inBackground(Talk talk) {
        Thread thread = new Thread(() -> {
            try {
                talk.run();
            } catch (IOException ended) {
                // A connection ends when the other side has enough: what was sent is what the test looks at.
                return;
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
