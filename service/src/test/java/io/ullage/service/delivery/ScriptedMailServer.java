package io.ullage.service.delivery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Speaks SMTP (RFC 5321) on loopback, answers what the test wants where it wants, and keeps the mails that came to their end. */
final class ScriptedMailServer implements AutoCloseable {
    /** What the script is asked for when a connection is made. */
    static final String GREETING = "greeting";

    /** What the script is asked for when a mail has come to its end. */
    static final String END = ".";

    private final ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> mails = new CopyOnWriteArrayList<>();
    private final Function<String, @Nullable String> script;

    /** @param script the reply to a command; null for the usual one */
    ScriptedMailServer(Function<String, @Nullable String> script) throws IOException {
        this.script = script;
        inBackground(this::serve);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** How often a command was given. */
    long times(String command) {
        return asked.stream().filter(command::equals).count();
    }

    /** Header and text, also of those that it refused. */
    List<String> mails() {
        return mails;
    }

    private void serve() throws IOException {
        while (!listening.isClosed()) {
            Socket client = listening.accept();
            inBackground(() -> talk(client));
        }
    }

    private void talk(Socket client) throws IOException {
        try (client) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            OutputStream out = client.getOutputStream();
            reply(out, GREETING, "220 here");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals("QUIT")) {
                    reply(out, line, "221 good-bye");
                    return;
                }
                if (reply(out, line, line.equals("DATA") ? "354 go on" : "250 well")
                        .startsWith("354")) {
                    mails.add(mail(in));
                    reply(out, END, "250 taken");
                }
            }
        }
    }

    private String reply(OutputStream out, String command, String usual) throws IOException {
        asked.add(command);
        String scripted = script.apply(command);
        String reply = scripted == null ? usual : scripted;
        out.write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        return reply;
    }

    private static String mail(BufferedReader in) throws IOException {
        StringBuilder mail = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            mail.append(line).append('\n');
        }
        return mail.toString();
    }

    private interface Talk {
        void run() throws IOException;
    }

    private static void inBackground(Talk talk) {
        Thread thread = new Thread(() -> {
            try {
                talk.run();
            } catch (IOException ended) {
                // A connection ends when the other side has enough: what was asked is what the test looks at.
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
