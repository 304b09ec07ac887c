package io.ullage.service.clickhouse;

import com.sun.jna.Native;
import io.ullage.service.process.OwnerOnlyFile;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A ClickHouse server in a child process, over HTTP on the loopback interface, that serves one directory. It ends with this process,
 * however this process ends.
 *
 * <pre>{@code
 * try (EmbeddedClickHouse clickHouse = EmbeddedClickHouse.start(directory, 0)) {
 *     clickHouse.awaitReady(Duration.ofSeconds(30));
 *     clickHouse.url(); // jdbc:clickhouse://127.0.0.1:40123/ullage
 * }
 * }</pre>
 *
 * Close connection pools before closing the server.
 */
public final class EmbeddedClickHouse implements AutoCloseable {
    private static final long MEMORY_MAX_BYTES = 1L << 30;
    private static final Duration STOP_WAIT = Duration.ofSeconds(40);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int PING_TIMEOUT_MILLIS = 2000;
    private static final int LOG_TAIL_CHARS = 2000;
    private static final List<String> JVM_OPTIONS =
            List.of("-Xmx48m", "-Xss8m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private final Path directory;
    private final Account writer;
    private final Account reader;
    private final Process process;
    private volatile int port;

    private EmbeddedClickHouse(Path directory, Account writer, Account reader, Process process, int port) {
        this.directory = directory;
        this.writer = writer;
        this.reader = reader;
        this.process = process;
        this.port = port;
    }

    /**
     * Starts the child process; {@link #awaitReady} tells when it answers. The library is fetched if it is not there yet.
     *
     * @param directory made if need be; holds data, configuration, passwords and logs
     * @param port 0 for any free one
     * @throws ClickHouseException if the port is taken or the library cannot be had
     */
    public static EmbeddedClickHouse start(Path directory, int port) throws IOException {
        Path home = directory.toAbsolutePath().normalize();
        OwnerOnlyFile.createDirectory(home);
        requireUnserved(home);
        requireFree(port);
        Path library = ChdbLibrary.locate();
        Account writer = Account.in(home, ClickHouseConfig.WRITER);
        Account reader = Account.in(home, ClickHouseConfig.READER);
        Path users = home.resolve("users.xml");
        OwnerOnlyFile.write(
                users, ClickHouseConfig.usersXml(writer.passwordSha256(), reader.passwordSha256(), MEMORY_MAX_BYTES));
        OwnerOnlyFile.write(
                home.resolve(ClickHouseServerMain.CONFIG_FILE),
                ClickHouseConfig.serverXml(log(home), users, MEMORY_MAX_BYTES));
        Files.deleteIfExists(home.resolve(ClickHouseServerMain.PORT_FILE));
        Process process = spawn(home, library, port);
        return new EmbeddedClickHouse(home, writer, reader, process, port);
    }

    private static Process spawn(Path home, Path library, int port) throws IOException {
        Path output = output(home);
        if (Files.exists(output)) {
            Files.move(output, home.resolve("output.1.log"), StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.addAll(List.of(
                "-cp",
                String.join(File.pathSeparator, location(ClickHouseServerMain.class), location(Native.class)),
                ClickHouseServerMain.class.getName(),
                library.toString(),
                home.toString(),
                Integer.toString(port)));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        // One malloc arena per core costs tens of megabytes in a JVM that hardly uses malloc; the library brings its
        // own.
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        return builder.start();
    }

    /**
     * Waits until the server answers.
     *
     * @throws ClickHouseException if it ended or does not answer in time; the message says why
     */
    public EmbeddedClickHouse awaitReady(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!isReady()) {
            if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ClickHouseException(whyEnded());
            }
            if (System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new ClickHouseException("ClickHouse in " + directory + " did not answer within "
                        + timeout.toSeconds() + " s. Its log: " + output(directory));
            }
        }
        return this;
    }

    /** For JDBC; with {@link #writer()} or {@link #reader()}. Known once it is ready. */
    public String url() {
        return url(ClickHouseConfig.DATABASE);
    }

    public String url(String database) {
        return "jdbc:clickhouse://127.0.0.1:" + port() + "/" + database;
    }

    /** For client-v2 and everything else that speaks HTTP. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public int port() {
        if (port == 0) {
            throw new IllegalStateException("the port is known once ClickHouse is ready");
        }
        return port;
    }

    /** May do everything in databases whose name begins with {@code ullage}, and nothing else. */
    public Account writer() {
        return writer;
    }

    /** May read the same, and change nothing but its time limit. */
    public Account reader() {
        return reader;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Completes with the exit status when the child ends, for whatever reason. */
    public CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** What the child wrote, for people. */
    public Path log() {
        return log(directory);
    }

    /** Stops in order and waits for it; after {@code 40 s} by force. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // The child is gone already: its end of the pipe is closed.
            process.destroy();
        }
        try {
            if (!process.waitFor(STOP_WAIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private boolean isReady() {
        try {
            Path portFile = directory.resolve(ClickHouseServerMain.PORT_FILE);
            String written = Files.exists(portFile) ? Files.readString(portFile) : "";
            if (!written.endsWith("\n")) {
                return false;
            }
            int listening = Integer.parseInt(written.strip());
            HttpURLConnection ping = (HttpURLConnection) URI.create("http://127.0.0.1:" + listening + "/ping")
                    .toURL()
                    .openConnection();
            ping.setConnectTimeout(PING_TIMEOUT_MILLIS);
            ping.setReadTimeout(PING_TIMEOUT_MILLIS);
            boolean answers = ping.getResponseCode() == HttpURLConnection.HTTP_OK;
            ping.disconnect();
            if (answers) {
                port = listening;
            }
            return answers;
        } catch (IOException e) {
            // Not up yet; a child that has ended is told by the caller.
            return false;
        }
    }

    private String whyEnded() {
        if (process.exitValue() == ClickHouseServerMain.EXIT_DIRECTORY_IN_USE) {
            return inUse(directory);
        }
        return "ClickHouse in " + directory + " ended while starting, exit code " + process.exitValue() + ".\n"
                + tail(output(directory));
    }

    private static void requireUnserved(Path home) throws IOException {
        try (FileChannel lockFile = FileChannel.open(
                        home.resolve(ClickHouseServerMain.LOCK_FILE),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                @Nullable FileLock lock = lockFile.tryLock()) {
            if (lock == null) {
                throw new ClickHouseException(inUse(home));
            }
        }
    }

    private static String inUse(Path home) {
        String pid = tail(home.resolve(ClickHouseServerMain.LOCK_FILE));
        return "Another ClickHouse (process " + pid + ") serves " + home
                + " already. Stop the other Ullage first, or use another data directory.";
    }

    private static void requireFree(int port) {
        if (port == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new ClickHouseException(
                    "Port " + port + " on 127.0.0.1, which ClickHouse is to use, is taken (" + e.getMessage()
                            + "). Stop what uses it, or choose another port.",
                    e);
        }
    }

    private static Path log(Path home) {
        return home.resolve("clickhouse.log");
    }

    private static Path output(Path home) {
        return home.resolve("output.log");
    }

    private static String tail(Path file) {
        try {
            String text = Files.readString(file);
            return text.substring(Math.max(0, text.length() - LOG_TAIL_CHARS)).strip();
        } catch (IOException e) {
            return "(" + file + " cannot be read: " + e.getMessage() + ")";
        }
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of " + type + " is no URI", e);
        }
    }
}
