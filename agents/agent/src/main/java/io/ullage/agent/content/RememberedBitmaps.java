package io.ullage.agent.content;

import io.ullage.image.ChangeState;
import io.ullage.image.DirtyBitmap;
import io.ullage.image.ExtentCursor;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which dirty bitmap of an image says what was written since an earlier scan. An image does not record when a bitmap began or was cleared, so
 * one is taken only if it was there at the earlier scan and has every bit still that it had then; of several the one with the most bits.
 * That is necessary and not sufficient: a bitmap that was cleared in between may have got the same bits again. So whoever relies on it
 * also looks again at a sample of what it calls clean ({@link ContentScanner}).
 */
final class RememberedBitmaps {
    private static final Logger log = LoggerFactory.getLogger(RememberedBitmaps.class);

    private RememberedBitmaps() {}

    /** @param earlier file of the earlier scan, which knows what the bitmaps said then */
    static Optional<DirtyBitmap> since(Path earlier, List<DirtyBitmap> now) throws IOException {
        DirtyBitmap best = null;
        long most = -1;
        for (DirtyBitmap bitmap : now) {
            Optional<String> reason = bitmap.unusableBecause();
            if (reason.isPresent()) {
                log.debug("bitmap {} is not used: {}", bitmap.name(), reason.get());
            } else if (hasOnlyGrown(earlier, bitmap)) {
                long dirty = dirtyBytes(bitmap);
                if (dirty > most) {
                    most = dirty;
                    best = bitmap;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    private static long dirtyBytes(DirtyBitmap bitmap) throws IOException {
        long dirty = 0;
        try (ExtentCursor<ChangeState> extents = bitmap.extents()) {
            while (extents.next()) {
                dirty += extents.state() == ChangeState.DIRTY ? extents.length() : 0;
            }
        }
        return dirty;
    }

    /** It was there, with this granularity, and has kept all its bits. */
    private static boolean hasOnlyGrown(Path earlier, DirtyBitmap bitmap) throws IOException {
        boolean found = false;
        try (ScanFile blocks = ScanFile.open(earlier);
                ExtentCursor<ChangeState> extents = bitmap.extents()) {
            boolean more = extents.next();
            for (ScanFile.Block block = blocks.next(); block != null; block = blocks.next()) {
                if (block.kind() == ScanFile.RUNS) {
                    return found;
                }
                if (block.kind() != ScanFile.BITMAP) {
                    continue;
                }
                ByteBuffer body = block.body();
                DataInputStream in = ScanProgress.stream(body);
                if (!in.readUTF().equals(bitmap.name()) || in.readLong() != bitmap.granularityBytes()) {
                    continue;
                }
                found = true;
                ByteBuffer runs = body.position(body.limit() - in.available());
                long end = 0;
                while (runs.hasRemaining()) {
                    long start = end + Varints.get(runs);
                    end = start + Varints.get(runs);
                    while (more && extents.start() + extents.length() <= start) {
                        more = extents.next();
                    }
                    if (!more || extents.state() == ChangeState.CLEAN || extents.start() + extents.length() < end) {
                        log.info("bitmap {} was cleared or made anew since the last scan", bitmap.name());
                        return false;
                    }
                }
            }
        }
        return found;
    }
}
