package io.ullage.agent.content;

import io.ullage.agent.image.WatchedImage;
import io.ullage.agent.metrics.ContentMetrics;
import io.ullage.agent.posix.FileExtents;
import io.ullage.image.BlockMap;
import io.ullage.image.ByteSource;
import io.ullage.image.DirtyBitmap;
import io.ullage.image.DiskImage;
import io.ullage.image.ImageException;
import io.ullage.image.format.DiskImages;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scans volumes and keeps what came of it. A volume's scan goes to a file of its own as it proceeds; when it is complete, its parts are sent,
 * and then it takes the place of the last one. Whatever is interrupted goes on from there: sent parts are sent again, as the same parts.
 */
final class VolumeScans {
    private static final Logger log = LoggerFactory.getLogger(VolumeScans.class);

    /** As in the image collector: what was changed a moment before may change again without its time moving. */
    private static final Duration SETTLED = Duration.ofSeconds(10);

    /** An interrupted scan of a volume that has changed since begins anew after this. */
    private static final Duration STALE = Duration.ofDays(7);

    private final ScanDirectory directory;
    private final Dedup dedup;
    private final Clock clock;
    private final Throttle throttle;
    private final SketchParts.Output output;
    private final ContentMetrics metrics;

    VolumeScans(
            ScanDirectory directory,
            Dedup dedup,
            Clock clock,
            Throttle throttle,
            SketchParts.Output output,
            ContentMetrics metrics) {
        this.directory = directory;
        this.dedup = dedup;
        this.clock = clock;
        this.throttle = throttle;
        this.output = output;
        this.metrics = metrics;
    }

    /** What had to be read. */
    enum Basis {
        ALL,
        CHANGES,
        NOTHING
    }

    boolean isDue(WatchedImage image) throws IOException {
        ScanDirectory.VolumeFiles files = directory.of(image.volumeId());
        if (Files.exists(files.growing())) {
            return true;
        }
        Optional<ScanHeader> last = ScanProgress.header(files.complete());
        return last.isEmpty()
                || !last.get().epoch().plus(dedup.every()).isAfter(now())
                || !last.get()
                        .domainId()
                        .equals(dedup.domainOf(image.path(), image.poolId()).id());
    }

    /**
     * Scans a volume, or what is left of an interrupted scan, and sends the sketch.
     *
     * @throws InterruptedException if the agent stops; what was read is kept
     */
    Basis scan(WatchedImage image) throws IOException, InterruptedException {
        ScanDirectory.VolumeFiles files = directory.of(image.volumeId());
        Optional<ScanProgress> growing = ScanProgress.read(files.growing());
        if (growing.isPresent() && growing.get().complete()) {
            deliver(files, growing.get());
            return Basis.NOTHING;
        }
        Dedup.Domain domain = dedup.domainOf(image.path(), image.poolId());
        byte[] key = DomainKey.read(keyFile(domain), domain.id());
        FileStamp stamp = FileStamp.of(image.path());
        try (DiskImage disk = DiskImages.open(image.path(), FileExtents::open)) {
            ScanHeader header = header(image, domain, key, stamp, disk);
            Basis basis = resumes(growing, header)
                    ? resume(files, growing.get(), key, disk)
                    : begin(files, header, key, disk);
            deliver(files, ScanProgress.read(files.growing()).orElseThrow());
            return basis;
        }
    }

    /** Tells the domain that the volume is no more, and forgets it. */
    void forget(ScanHeader last) throws IOException, InterruptedException {
        output.send(SketchParts.gone(last, now()));
        directory.of(last.volumeId()).delete();
        metrics.gone();
        log.info("{} is gone: its domain {} forgets it", last.volumeId(), last.domainId());
    }

    private static Path keyFile(Dedup.Domain domain) throws IOException {
        Path file = domain.keyFile();
        if (file == null) {
            throw new IOException("dedup.keyFile: must be present for domain " + domain.id());
        }
        return file;
    }

    private ScanHeader header(WatchedImage image, Dedup.Domain domain, byte[] key, FileStamp stamp, DiskImage disk)
            throws IOException {
        List<FileStamp> stamps = new ArrayList<>();
        stamps.add(stamp);
        if (disk.dataFile().isPresent()) {
            stamps.add(FileStamp.of(disk.dataFile().get()));
        }
        Instant settledBefore = now().minus(SETTLED);
        int chunkBytes = domain.chunkBytes() == null ? dedup.chunkBytes() : domain.chunkBytes();
        int k = domain.k() == null ? dedup.k() : domain.k();
        byte[] check = {'c', 'h', 'e', 'c', 'k'};
        return new ScanHeader(
                domain.id(),
                image.volumeId(),
                image.path().toString(),
                image.poolId(),
                now(),
                chunkBytes,
                k,
                new ChunkHash(key, 0).of(check, 0, check.length),
                disk.provisionedBytes(),
                stamps.stream().allMatch(each -> each.changed().isBefore(settledBefore)),
                stamps);
    }

    private boolean resumes(Optional<ScanProgress> growing, ScanHeader header) {
        if (growing.isEmpty() || !header.isComparable(growing.get().header())) {
            return false;
        }
        ScanHeader began = growing.get().header();
        return header.files().equals(began.files()) || began.epoch().plus(STALE).isAfter(now());
    }

    private Basis resume(ScanDirectory.VolumeFiles files, ScanProgress growing, byte[] key, DiskImage disk)
            throws IOException, InterruptedException {
        log.info("{}: goes on at byte {}", growing.header().volumeId(), growing.position());
        try (ScanWriter writer = ScanWriter.resume(files.growing(), growing, observer(growing.totals()))) {
            return scanFrom(files, growing.header(), growing.position(), key, disk, writer);
        } catch (StaleMemoryException e) {
            return readAll(files, growing.header(), key, disk, e);
        }
    }

    private Basis begin(ScanDirectory.VolumeFiles files, ScanHeader header, byte[] key, DiskImage disk)
            throws IOException, InterruptedException {
        Optional<ScanHeader> last = ScanProgress.header(files.complete());
        if (last.isPresent() && header.isUnchangedSince(last.get())) {
            files.copy(header);
            return Basis.NOTHING;
        }
        try (ScanWriter writer = ScanWriter.create(files.growing(), header, observer(ScanTotals.NONE))) {
            remember(disk, writer);
            return scanFrom(files, header, 0, key, disk, writer);
        } catch (StaleMemoryException e) {
            return readAll(files, header, key, disk, e);
        }
    }

    private Basis readAll(
            ScanDirectory.VolumeFiles files, ScanHeader header, byte[] key, DiskImage disk, StaleMemoryException reason)
            throws IOException, InterruptedException {
        log.warn("{}: {}; all of it is read", header.volumeId(), reason.getMessage());
        try (ScanWriter writer = ScanWriter.create(files.growing(), header, observer(ScanTotals.NONE))) {
            remember(disk, writer);
            scan(header, 0, key, disk, Remembered.NOTHING, writer);
            return Basis.ALL;
        }
    }

    /** Keeps what the bitmaps say now, for the next scan to compare with. */
    private static void remember(DiskImage disk, ScanWriter writer) throws IOException {
        for (DirtyBitmap bitmap : disk.dirtyBitmaps()) {
            if (bitmap.unusableBecause().isEmpty()) {
                writer.bitmap(bitmap);
            }
        }
    }

    private Basis scanFrom(
            ScanDirectory.VolumeFiles files,
            ScanHeader header,
            long from,
            byte[] key,
            DiskImage disk,
            ScanWriter writer)
            throws IOException, InterruptedException {
        Optional<DirtyBitmap> changes = changes(files, header, disk);
        if (changes.isEmpty()) {
            scan(header, from, key, disk, Remembered.NOTHING, writer);
            return Basis.ALL;
        }
        log.info(
                "{}: reads what bitmap {} says",
                header.volumeId(),
                changes.get().name());
        try (EarlierScan earlier =
                new EarlierScan(files.complete(), changes.get().extents(), header.chunkBytes())) {
            scan(header, from, key, disk, earlier, writer);
            return Basis.CHANGES;
        }
    }

    private static Optional<DirtyBitmap> changes(ScanDirectory.VolumeFiles files, ScanHeader header, DiskImage disk)
            throws IOException {
        Optional<ScanHeader> last = ScanProgress.header(files.complete());
        if (last.isEmpty() || !header.isComparable(last.get())) {
            return Optional.empty();
        }
        try {
            return RememberedBitmaps.since(files.complete(), disk.dirtyBitmaps());
        } catch (ImageException e) {
            log.warn("{}: {}; all of it is read", header.volumeId(), e.getMessage());
            return Optional.empty();
        }
    }

    private void scan(
            ScanHeader header, long from, byte[] key, DiskImage disk, Remembered remembered, ScanWriter writer)
            throws IOException, InterruptedException {
        ContentScanner scanner = new ContentScanner(
                new ChunkHash(key, header.k()),
                header.chunkBytes(),
                header.epoch().toEpochMilli(),
                throttle);
        try {
            scanner.scan(new Disk(disk), remembered, from, writer);
        } catch (InterruptedException e) {
            writer.flushIfWhole();
            throw e;
        } catch (ClosedByInterruptException e) {
            Thread.interrupted();
            writer.flushIfWhole();
            InterruptedException interrupted = new InterruptedException("while a volume was read");
            interrupted.initCause(e);
            throw interrupted;
        }
        writer.finish();
    }

    private void deliver(ScanDirectory.VolumeFiles files, ScanProgress scan) throws IOException, InterruptedException {
        SketchParts.send(files.growing(), scan, output);
        Optional<ScanHeader> last = ScanProgress.header(files.complete());
        if (last.isPresent() && !last.get().domainId().equals(scan.header().domainId())) {
            output.send(SketchParts.gone(last.get(), now()));
        }
        files.replace();
    }

    private Consumer<ScanTotals> observer(ScanTotals before) {
        ScanTotals[] told = {before};
        return totals -> {
            metrics.progressed(
                    totals.readBytes() - told[0].readBytes(),
                    totals.dataChunks() - told[0].dataChunks(),
                    totals.zeroChunks() - told[0].zeroChunks(),
                    totals.samples() - told[0].samples());
            told[0] = totals;
        };
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    /** What the scanner needs of an image. */
    private record Disk(DiskImage image) implements ContentScanner.Volume {
        @Override
        public BlockMap blockMap() {
            return image.blockMap();
        }

        @Override
        public ByteSource guest() throws IOException {
            return image.guest();
        }

        @Override
        public OptionalLong compressedBytes(long position, long length) throws IOException {
            return image.compressedBytes(position, length);
        }
    }
}
