package io.ullage.service.clickhouse;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The child process: {@code ClickHouseServerMain LIBRARY DIRECTORY PORT}. It serves until its standard input ends (the parent closed it,
 * or is dead) or it is told to end, then stops in order. It needs nothing on its class path but this class and JNA.
 *
 * <p>What keeps clickhouse-local up is a query that reads a fifo; closing the writing end ends that query, and the statement after it
 * stops the listener.
 */
final class ClickHouseServerMain {
    /** Another process serves the directory. */
    static final int EXIT_DIRECTORY_IN_USE = 3;

    static final String CONFIG_FILE = "config.xml";
    static final String PORT_FILE = "port";
    static final String LOCK_FILE = "lock";
    private static final String FIFO = "hold";
    private static final int FIFO_MODE = 0600;
    private static final long STOP_SECONDS = 30;

    private final Path directory;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicBoolean releasing = new AtomicBoolean();
    private volatile @Nullable OutputStream hold;

    private ClickHouseServerMain(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("usage: ClickHouseServerMain LIBRARY DIRECTORY PORT");
        }
        Path directory = Path.of(arguments[1]);
        int status = new ClickHouseServerMain(directory).serve(arguments[0], Integer.parseInt(arguments[2]));
        // Threads of the library may still be about, and what they hold is stored.
        Runtime.getRuntime().halt(status);
    }

    private int serve(String library, int port) throws IOException {
        try (RandomAccessFile lockFile =
                new RandomAccessFile(directory.resolve(LOCK_FILE).toFile(), "rw")) {
            @Nullable FileLock lock = lockFile.getChannel().tryLock();
            if (lock == null) {
                return EXIT_DIRECTORY_IN_USE;
            }
            lockFile.setLength(0);
            lockFile.write(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII));
            leaveProcessGroup();
            makeFifo(directory.resolve(FIFO));
            // First of all: else the library takes the handler with which the JVM turns a fault into an exception.
            NativeLibrary chdb = NativeLibrary.getInstance(library);
            chdb.getFunction("chdb_set_signal_handlers_enabled").invokeVoid(new Object[] {0});
            releaseWhenToldTo();
            return run(chdb.getFunction("chdb_query_cmdline"), port);
        } finally {
            stopped.countDown();
        }
    }

    private int run(Function queryCommandLine, int port) {
        List<String> command = List.of(
                "clickhouse",
                "--config-file=" + directory.resolve(CONFIG_FILE),
                // Not taken from the configuration file by clickhouse-local, which would trace.
                "--log-level=warning",
                "--path=" + directory.resolve("data"),
                "--http_port=" + port,
                "--listen_host=127.0.0.1",
                "--query=" + holdingQuery());
        Pointer result = queryCommandLine.invokePointer(
                new Object[] {command.size(), new StringArray(command.toArray(new String[0]))});
        return result == null ? 1 : 0;
    }

    private String holdingQuery() {
        return "CREATE DATABASE IF NOT EXISTS " + ClickHouseConfig.DATABASE + " ENGINE = Atomic;"
                + "SYSTEM START LISTEN HTTP;"
                + "SELECT getServerPort('http_port') INTO OUTFILE '" + quoted(directory.resolve(PORT_FILE))
                + "' TRUNCATE FORMAT TSV;"
                + "SELECT count() FROM file('" + quoted(directory.resolve(FIFO)) + "', 'LineAsString') FORMAT Null;"
                + "SYSTEM STOP LISTEN HTTP";
    }

    private static String quoted(Path path) {
        return path.toString().replace("\\", "\\\\").replace("'", "\\'");
    }

    private void releaseWhenToldTo() {
        Thread holder = new Thread(this::holdUntilEndOfInput, "hold");
        holder.setDaemon(true);
        holder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopInOrder, "stop"));
    }

    private void holdUntilEndOfInput() {
        try {
            // Blocks until the query opens the fifo to read.
            hold = Files.newOutputStream(directory.resolve(FIFO));
            InputStream parent = System.in;
            while (parent.read() >= 0) {
                // Nothing is said on it: only its end matters.
            }
        } catch (IOException e) {
            System.err.println("standard input failed, stopping: " + e.getMessage());
        }
        release();
    }

    private void release() {
        if (!releasing.compareAndSet(false, true)) {
            return;
        }
        Optional.ofNullable(hold).ifPresent(held -> {
            try {
                held.close();
            } catch (IOException e) {
                System.err.println("the fifo could not be closed: " + e.getMessage());
            }
        });
    }

    private void stopInOrder() {
        release();
        try {
            if (!stopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("not stopped after " + STOP_SECONDS + " s, ending");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** So that Ctrl-C in the parent's terminal reaches the parent alone, which then stops its children in order. */
    private static void leaveProcessGroup() {
        NativeLibrary.getProcess().getFunction("setpgid").invokeInt(new Object[] {0, 0});
    }

    private static void makeFifo(Path fifo) throws IOException {
        Files.deleteIfExists(fifo);
        int status =
                NativeLibrary.getProcess().getFunction("mkfifo").invokeInt(new Object[] {fifo.toString(), FIFO_MODE});
        if (status != 0) {
            throw new IOException("no fifo can be made at " + fifo);
        }
    }
}
