package io.ullage.agent.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.image.ChangeState;
import io.ullage.image.DirtyBitmap;
import io.ullage.image.ExtentCursor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberedBitmapsTest {
    private static final int GRANULARITY = 64 << 10;

    @TempDir
    Path directory;

    private final MemoryVolume volume = new MemoryVolume(64 << 20);
    private Path earlier;

    @BeforeEach
    void scanWithABitmapOfTwoRuns() throws Exception {
        earlier = directory.resolve("earlier");
        volume.dirty.set(3, 40);
        volume.dirty.set(1000, 1001);
        Scans.full(volume, 8192, 13, earlier);
    }

    @Test
    void oneThatHasGrownIsTaken() throws Exception {
        assertThat(since(volume.bitmap("b", GRANULARITY))).contains("b");
        volume.dirty.set(0, 3);
        volume.dirty.set(41, 2000);
        assertThat(since(volume.bitmap("b", GRANULARITY))).contains("b");
    }

    @Test
    void oneThatWasClearedIsNot() throws Exception {
        volume.dirty.clear();
        assertThat(since(volume.bitmap("b", GRANULARITY))).isEmpty();
        volume.dirty.set(3, 40);
        assertThat(since(volume.bitmap("b", GRANULARITY))).isEmpty();
        volume.dirty.set(0, 900);
        assertThat(since(volume.bitmap("b", GRANULARITY))).isEmpty();
    }

    @Test
    void oneOfAnotherNameOrGranularityIsNot() throws Exception {
        assertThat(since(volume.bitmap("other", GRANULARITY))).isEmpty();
        assertThat(since(volume.bitmap("b", 2 * GRANULARITY))).isEmpty();
    }

    @Test
    void oneThatIsNotUsableIsNot() throws Exception {
        DirtyBitmap inUse = new Unusable(volume.bitmap("b", GRANULARITY));
        assertThat(since(inUse)).isEmpty();
    }

    @Test
    void ofSeveralTheOneWithTheMostBitsIsTaken() throws Exception {
        Path both = directory.resolve("both");
        try (ScanWriter writer = ScanWriter.create(both, Scans.header(8192, 13, 64 << 20), totals -> {})) {
            volume.dirty.clear();
            writer.bitmap(volume.bitmap("small", GRANULARITY));
            writer.bitmap(volume.bitmap("large", 16 * GRANULARITY));
            writer.finish();
        }
        volume.dirty.set(77);
        assertThat(RememberedBitmaps.since(
                                both,
                                List.of(volume.bitmap("small", GRANULARITY), volume.bitmap("large", 16 * GRANULARITY)))
                        .map(DirtyBitmap::name))
                .contains("large");
    }

    private Optional<String> since(DirtyBitmap bitmap) throws Exception {
        return RememberedBitmaps.since(earlier, List.of(bitmap)).map(DirtyBitmap::name);
    }

    private record Unusable(DirtyBitmap bitmap) implements DirtyBitmap {
        @Override
        public String name() {
            return bitmap.name();
        }

        @Override
        public long granularityBytes() {
            return bitmap.granularityBytes();
        }

        @Override
        public Optional<String> unusableBecause() {
            return Optional.of("it is in use");
        }

        @Override
        public ExtentCursor<ChangeState> extents() throws IOException {
            return bitmap.extents();
        }
    }
}
