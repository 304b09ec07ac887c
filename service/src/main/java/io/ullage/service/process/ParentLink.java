package io.ullage.service.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** The child's end: its settings, the word that it is ready, and the wait for the order to stop. */
public final class ParentLink {
    /** Why a child stops. */
    public enum Stop {
        /** The parent asked: finish the work, the other children are still there. */
        ORDERED,
        /** The parent died: the other children are going too. */
        ORPHANED,
        /** Somebody sent SIGTERM to this child alone. */
        TERMINATED
    }

    /** What a child does. It returns when it has stopped. */
    @FunctionalInterface
    public interface Body {
        void run(ParentLink parent) throws Exception;
    }

    private static final Logger LOG = LoggerFactory.getLogger(ParentLink.class);
    private static final Duration ORPHAN_GRACE = Duration.ofSeconds(8);
    private static final Duration STOP_GRACE = Duration.ofSeconds(90);

    private final String runFiles;
    private final Map<String, String> settings;
    private final CompletableFuture<Stop> stop = new CompletableFuture<>();
    private final CountDownLatch stopped = new CountDownLatch(1);

    private ParentLink(String runFiles, Map<String, String> settings) {
        this.runFiles = runFiles;
        this.settings = settings;
    }

    /** Runs the child and exits the process: 0 after an ordered stop, 1 when {@code body} throws. Never returns. */
    public static void attach(Body body) {
        int exitCode = 1;
        ParentLink parent = null;
        try {
            parent = open();
            body.run(parent);
            exitCode = 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (Exception failure) {
            LOG.error("The child fails", failure);
            tellFailure(failure);
        } finally {
            if (parent != null) {
                parent.stopped.countDown();
            }
        }
        System.exit(exitCode);
    }

    /** A setting of {@link ChildSpec#settings}; throws when the parent did not give it. */
    public String setting(String name) {
        String value = settings.get(name);
        if (value == null) {
            throw new IllegalArgumentException("setting " + name + " is missing");
        }
        return value;
    }

    public Map<String, String> settings() {
        return settings;
    }

    /** Tells the parent that this child serves, and where. */
    public void ready(Map<String, String> facts) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(facts);
        all.put("pid", Long.toString(ProcessHandle.current().pid()));
        OwnerOnlyFile.writeProperties(Path.of(runFiles + ".ready"), all);
    }

    /** Blocks until it is time to go. */
    public Stop awaitStop() {
        return stop.join();
    }

    private static ParentLink open() throws IOException {
        for (String signal : new String[] {"INT", "HUP"}) {
            Signal.handle(new Signal(signal), SignalHandler.SIG_IGN);
        }
        String runFiles = System.getProperty(ChildJvm.RUN_FILES);
        if (runFiles == null) {
            throw new IllegalStateException("this is started by the node, not by hand");
        }
        ParentLink parent = new ParentLink(runFiles, OwnerOnlyFile.readProperties(Path.of(runFiles + ".properties")));
        daemon("parent-watch", parent::watch).start();
        Runtime.getRuntime().addShutdownHook(new Thread(parent::terminated, "parent-link-stop"));
        return parent;
    }

    private static void tellFailure(Exception failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        try {
            String reason = cause.getMessage() == null
                    ? cause.getClass().getName()
                    : cause.getClass().getSimpleName() + ": " + cause.getMessage();
            OwnerOnlyFile.write(Path.of(System.getProperty(ChildJvm.RUN_FILES) + ".failed"), reason);
        } catch (IOException untold) {
            LOG.error("The parent cannot be told", untold);
        }
    }

    private void watch() {
        Stop reason = readOrder() == null ? Stop.ORPHANED : Stop.ORDERED;
        Duration grace = reason == Stop.ORPHANED ? ORPHAN_GRACE : STOP_GRACE;
        daemon("halt-when-late", () -> haltAfter(grace)).start();
        LOG.info("Stopping, {}", reason);
        stop.complete(reason);
    }

    private static @Nullable String readOrder() {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        try {
            return in.readLine();
        } catch (IOException broken) {
            LOG.warn("The pipe to the parent is broken", broken);
            return null;
        }
    }

    /** SIGTERM starts the JVM's shutdown, which waits for this hook and so for the body's orderly end. */
    private void terminated() {
        stop.complete(Stop.TERMINATED);
        try {
            if (!stopped.await(ORPHAN_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Not stopped in order within {} s", ORPHAN_GRACE.toSeconds());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void haltAfter(Duration grace) {
        try {
            TimeUnit.MILLISECONDS.sleep(grace.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(2);
    }

    private static Thread daemon(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        return thread;
    }
}
