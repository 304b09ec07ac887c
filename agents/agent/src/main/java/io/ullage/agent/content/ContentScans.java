package io.ullage.agent.content;

import io.ullage.agent.image.WatchedImage;
import io.ullage.agent.image.WatchedImages;
import io.ullage.agent.metrics.ContentMetrics;
import io.ullage.agent.spool.Spool;
import io.ullage.schema.codec.TelemetryCodec;
import io.ullage.schema.telemetry.ContentSketch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scans one volume after the other on a thread of its own, each when its time has come, apart from the cycles of the roles. */
public final class ContentScans implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ContentScans.class);

    /** How often new volumes are looked for. */
    private static final Duration LOOK = Duration.ofMinutes(5);

    private static final Duration LONGEST_BACKOFF = Duration.ofHours(1);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final WatchedImages images;
    private final ScanDirectory directory;
    private final Spool spool;
    private final TelemetryCodec codec = new TelemetryCodec();
    private final VolumeScans scans;
    private final ContentMetrics metrics;
    private final Clock clock;
    private final Duration pause;
    private final Map<String, Instant> notBefore = new HashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private ContentScans(
            Dedup dedup,
            WatchedImages images,
            ScanDirectory directory,
            Spool spool,
            ContentMetrics metrics,
            Clock clock) {
        this.images = images;
        this.directory = directory;
        this.spool = spool;
        this.scans =
                new VolumeScans(directory, dedup, clock, new Throttle(dedup.bytesPerSecond()), this::send, metrics);
        this.metrics = metrics;
        this.clock = clock;
        this.pause = dedup.every().compareTo(LOOK) < 0 ? dedup.every() : LOOK;
        this.thread = new Thread(this::run, "content-scan");
        thread.setDaemon(true);
    }

    /**
     * Starts at once.
     *
     * @param directory for what is remembered of volumes
     * @param spool takes the sketches, keyed by volume id
     */
    public static ContentScans start(
            Dedup dedup, WatchedImages images, Path directory, Spool spool, ContentMetrics metrics, Clock clock)
            throws IOException {
        ContentScans started = new ContentScans(dedup, images, ScanDirectory.open(directory), spool, metrics, clock);
        started.thread.start();
        return started;
    }

    private void run() {
        try {
            do {
                round();
            } while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            log.debug("stopped in the middle of a scan, which goes on with the next start");
        }
    }

    private void round() throws InterruptedException {
        try {
            WatchedImages.Found found = images.find();
            found.problems().forEach(problem -> log.debug("not scanned: {}", problem));
            forgetGone(found);
            List<WatchedImage> due = due(found);
            for (int i = 0; i < due.size(); i++) {
                metrics.found(found.images().size(), due.size() - i);
                scan(due.get(i));
            }
            metrics.found(found.images().size(), 0);
        } catch (IOException e) {
            log.warn("images cannot be scanned: {}", e.getMessage());
        } catch (RuntimeException e) {
            log.error("the content scan is broken", e);
        }
    }

    private List<WatchedImage> due(WatchedImages.Found found) throws IOException {
        List<WatchedImage> due = new ArrayList<>();
        for (WatchedImage image : found.images()) {
            Instant earliest = notBefore.get(image.volumeId());
            if ((earliest == null || !clock.instant().isBefore(earliest)) && scans.isDue(image)) {
                due.add(image);
            }
        }
        return due;
    }

    /** A volume that cannot be read is tried again after a while, and does not stop the others. */
    private void scan(WatchedImage image) throws InterruptedException {
        long began = System.nanoTime();
        try {
            VolumeScans.Basis basis = scans.scan(image);
            notBefore.remove(image.volumeId());
            metrics.scanned(basis.name().toLowerCase(Locale.ROOT), since(began), clock.millis() / 1000.0);
        } catch (IOException e) {
            failed(image, began);
            log.warn("{} was not scanned: {}", image.path(), e.getMessage());
        } catch (RuntimeException e) {
            failed(image, began);
            log.error("{} was not scanned", image.path(), e);
        }
    }

    private void failed(WatchedImage image, long began) {
        Duration wait = pause.multipliedBy(4).compareTo(LONGEST_BACKOFF) < 0 ? pause.multipliedBy(4) : LONGEST_BACKOFF;
        notBefore.put(image.volumeId(), clock.instant().plus(wait));
        metrics.failed(since(began));
    }

    /**
     * A volume is gone if its file is, while the file system that it lay on is there; or if its file is there and nobody watches it any
     * more. One that cannot be looked at, or whose file system is not mounted, is only away.
     */
    private void forgetGone(WatchedImages.Found found) throws IOException, InterruptedException {
        Set<String> present = new HashSet<>();
        found.images().forEach(image -> present.add(image.volumeId()));
        for (ScanHeader last : directory.all()) {
            if (!present.contains(last.volumeId()) && isGone(last, found)) {
                scans.forget(last);
            }
        }
        notBefore.keySet().retainAll(present);
    }

    private boolean isGone(ScanHeader last, WatchedImages.Found found) throws IOException {
        Path path = Path.of(last.path());
        if (Files.exists(path)) {
            return found.problems().isEmpty() && !images.covers(path);
        }
        return images.poolOfMissing(path).map(last.poolId()::equals).orElse(false);
    }

    /** Under the lock that {@link #close} takes before it interrupts: an interrupt would close the spool's file beneath it. */
    private synchronized void send(ContentSketch part) throws IOException, InterruptedException {
        if (closing.getCount() == 0) {
            throw new InterruptedException("while a sketch was sent");
        }
        spool.append(part.volumeId(), codec.encode(part));
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Stops in the middle; what was read is kept. */
    @Override
    public void close() {
        synchronized (this) {
            closing.countDown();
            thread.interrupt();
        }
        try {
            thread.join(CLOSE_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
