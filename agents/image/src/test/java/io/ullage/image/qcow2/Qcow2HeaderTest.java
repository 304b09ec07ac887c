package io.ullage.image.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.image.DiskImage;
import io.ullage.image.ImageException;
import io.ullage.image.format.DiskImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Qcow2HeaderTest {
    private static final long SIZE = 10 << 20;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "  4 | 4           | version: must be from 2 to 3, was 4",
                " 20 | 63          | cluster_bits: must be from 9 to 21, was 63",
                " 20 | 8           | cluster_bits: must be from 9 to 21, was 8",
                " 20 | -1          | cluster_bits: must be from 9 to 21, was 4294967295",
                " 32 | 3           | crypt_method: must be from 0 to 2, was 3",
                " 36 | 2147483647  | l1_size: must be from 0 to 4194304, was 2147483647",
                " 36 | 0           | l1_size: must be at least 1, which the size of 10485760 needs, was 0",
                " 56 | 0           | refcount_table_clusters: must be from 1 to 128, was 0",
                " 56 | 129         | refcount_table_clusters: must be from 1 to 128, was 129",
                " 60 | 65537       | nb_snapshots: must be from 0 to 65536, was 65537",
                " 96 | 7           | refcount_order: must be from 0 to 6, was 7",
                "100 | 72          | header_length: must be from 104 to 65536, was 72",
                "100 | 2147483647  | header_length: must be from 104 to 65536, was 2147483647",
            })
    void refusesAFieldOutOfItsRange(int offset, int value, String message) throws IOException {
        assertRefused(image().intAt(offset, value), "qcow2 header." + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "24 | -1            | size: must be below 2^63, was 18446744073709551615",
                "24 | 1099511627776 | l1_size: must be at least 2048",
                "40 | 65537         | l1_table_offset: must be a multiple of the cluster size 65536, was 65537",
                "40 | 0             | l1_table_offset: the table of 8 bytes must lie after the header and inside the file",
                "40 | 1099511627776 | l1_table_offset: the table of 8 bytes must lie after the header and inside the file",
                "40 | -65536        | l1_table_offset: the table of 8 bytes must lie after the header and inside the file",
                "40 | 65536         | l1_table_offset: must not overlap the table at 65536 + 65536",
                "48 | 100           | refcount_table_offset: must be a multiple of the cluster size",
                "48 | 393216        | refcount_table_offset: the table of 65536 bytes must lie after the header",
                "72 | 32            | incompatible_features: must only have bits that are known here, was bit 5 (unnamed)",
                "72 | 8             | compression_type: must be 0 exactly where incompatible feature bit 3 is clear, was 0",
                " 8 | 50            | backing_file_offset: must be from 104 to 65536, was 50",
                " 8 | 65536         | backing_file_offset: the name must end in the first cluster",
            })
    void refusesAnOffsetThatLeadsAstray(int offset, long value, String message) throws IOException {
        assertRefused(image().intAt(16, offset == 8 ? 4 : 0).longAt(offset, value), "qcow2 header." + message);
    }

    @Test
    void namesAnUnknownFeatureFromTheTableInTheImage() throws IOException {
        Qcow2Builder image = image().longAt(72, 1L << 40);
        image.intAt(104, 0x6803f857).intAt(108, 48).textAt(112, "\0(time travel");
        assertRefused(image, "was bit 40 (time travel)");
    }

    @Test
    void refusesAnExtensionThatLeavesTheFirstCluster() throws IOException {
        assertRefused(image().intAt(104, 0xe2792aca).intAt(108, 70000), "qcow2 header extension 0xe2792aca.length");
        assertRefused(image().intAt(104, 0xe2792aca).intAt(108, -8), "qcow2 header extension 0xe2792aca.length");
    }

    @Test
    void refusesABackingNameOfMoreThanItsLimit() throws IOException {
        assertRefused(image().longAt(8, 200).intAt(16, 1024), "backing_file_size: must be from 1 to 1023, was 1024");
    }

    @Test
    void refusesSubclustersInSmallClusters() throws IOException {
        Qcow2Builder image = new Qcow2Builder(13, 6, 1 << 20).longAt(72, 1L << 4);
        assertRefused(image, "cluster_bits: must be at least 14 with extended L2 entries, was 13");
    }

    @Test
    void refusesASnapshotTableBehindTheEnd() throws IOException {
        assertRefused(image().intAt(60, 1).longAt(64, 1 << 30), "snapshots_offset: the table of 40 bytes must lie");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "36 | 2000       | qcow2 snapshot 0.extra_data_size: must be at most 1024, was 2000",
                " 8 | 2147483647 | qcow2 snapshot 0.l1_size: must be at most 4194304, was 2147483647",
                " 4 | 1000000000 | qcow2 snapshot 0.l1_table_offset: must be a multiple of the cluster size",
                " 0 | 16         | qcow2 snapshot 0.l1_table_offset: must be a multiple of the cluster size",
                "20 | 1000000000 | qcow2 snapshot 0.date_nsec: must be below 10^9, was 1000000000",
            })
    void refusesASnapshotThatBreaksARule(int offset, int value, String message) throws IOException {
        long table = image().offset(4);
        Qcow2Builder image =
                image().intAt(60, 1).longAt(64, table).longAt(table, 5 << 16).intAt(table + 8, 1);
        image.intAt(table + 36, 16).intAt(table + offset, value);
        assertRefused(image, message);
    }

    @Test
    void refusesAFileThatEndsInTheHeader() throws IOException {
        for (int length : new int[] {4, 20, 71, 90, 103}) {
            Path file = Files.write(folder.resolve("a.qcow2"), Arrays.copyOf(image().bytes(), length));
            assertThatThrownBy(() -> DiskImages.open(file).close())
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("must lie inside the file of " + length + " bytes");
        }
    }

    @Test
    void notesDirtyAndCorruptAndGoesOn() throws IOException {
        Path file = image().longAt(72, 3).write(folder.resolve("a.qcow2"));
        try (DiskImage opened = DiskImages.open(file)) {
            assertThat(opened.totals().writtenBytes()).isZero();
            assertThat(opened.anomalies()).anyMatch(a -> a.contains("dirty")).anyMatch(a -> a.contains("corrupt"));
        }
    }

    private static Qcow2Builder image() {
        return new Qcow2Builder(16, 6, SIZE);
    }

    private void assertRefused(Qcow2Builder image, String message) throws IOException {
        Path file = image.write(folder.resolve("a.qcow2"));
        assertThatThrownBy(() -> DiskImages.open(file).close())
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(message);
    }
}
