package io.ullage.image.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.image.ChainCursor;
import io.ullage.image.DiskImage;
import io.ullage.image.SparseProbe;
import io.ullage.image.format.DiskImages;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparseMapTest {
    @TempDir
    Path folder;

    @Test
    void dataAndHolesAsLseekTellsThem() throws IOException {
        SparseProbe probe = SparseProbe.seeking(new Data(10000, Map.of(4096L, 8192L, 8192L, 9000L)), 10000);
        assertThat(extents(new SparseMap(10000, 4096, Optional.of(probe)).extents()))
                .containsExactly("0+4096 UNMAPPED", "4096+4904 MAPPED", "9000+1000 UNMAPPED");
    }

    @Test
    void aWalkCanStartAnywhere() throws IOException {
        SparseProbe probe = SparseProbe.seeking(new Data(10000, Map.of(4096L, 8192L)), 10000);
        ChainCursor cursor = new SparseMap(10000, 4096, Optional.of(probe)).extents();
        cursor.seek(5000);
        assertThat(extents(cursor)).containsExactly("5000+3192 MAPPED", "8192+1808 UNMAPPED");
        cursor.seek(0);
        assertThat(extents(cursor)).hasSize(3);
    }

    @Test
    void withoutAProbeAllIsMapped() throws IOException {
        Path file = Files.write(folder.resolve("a.raw"), new byte[5000]);
        try (DiskImage image = DiskImages.open(file)) {
            assertThat(extents(image.chain())).containsExactly("0+5000 MAPPED");
            assertThat(image.totals().writtenBytes()).isEqualTo(5000);
            assertThat(image.format()).isEqualTo("raw");
            assertThatThrownBy(() -> image.guest().readFully(4999, ByteBuffer.allocate(2)))
                    .isInstanceOf(EOFException.class);
        }
    }

    @Test
    void anEmptyFileHasNoExtent() throws IOException {
        Path file = Files.write(folder.resolve("a.raw"), new byte[0]);
        try (DiskImage image = DiskImages.open(file, path -> SparseProbe.seeking(new Data(0, Map.of()), 0))) {
            assertThat(image.chain().next()).isFalse();
            assertThat(image.totals().writtenBytes()).isZero();
        }
    }

    private static List<String> extents(ChainCursor cursor) throws IOException {
        List<String> extents = new ArrayList<>();
        while (cursor.next()) {
            extents.add(cursor.start() + "+" + cursor.length() + " " + cursor.state());
        }
        return extents;
    }

    /** Ranges of data by start and end. */
    private static final class Data implements SparseProbe.Seek {
        private final long size;
        private final TreeMap<Long, Long> ranges;

        Data(long size, Map<Long, Long> ranges) {
            this.size = size;
            this.ranges = new TreeMap<>(ranges);
        }

        @Override
        public long nextData(long position) {
            Map.Entry<Long, Long> at = ranges.floorEntry(position);
            if (at != null && position < at.getValue()) {
                return position;
            }
            Long next = ranges.higherKey(position);
            return next == null ? size : next;
        }

        @Override
        public long nextHole(long position) {
            Map.Entry<Long, Long> at = ranges.floorEntry(position);
            return at != null && position < at.getValue() ? at.getValue() : position;
        }
    }
}
