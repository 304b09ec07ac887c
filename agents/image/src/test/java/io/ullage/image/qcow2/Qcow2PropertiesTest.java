package io.ullage.image.qcow2;

import static io.ullage.image.qcow2.Qcow2Builder.COPIED;
import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.image.BackingState;
import io.ullage.image.DiskImage;
import io.ullage.image.ExtentCursor;
import io.ullage.image.ImageException;
import io.ullage.image.format.DiskImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class Qcow2PropertiesTest {
    private static final int BITS = 9;
    private static final int CLUSTER = 1 << BITS;
    private static final int PER_L2 = CLUSTER / 8;

    /** Whatever entries there are, in however many tables: each byte has the state that its entry says, and no byte is missed. */
    @Property(tries = 200)
    void extentsCoverTheDiskAndSayWhatTheEntriesSay(
            @ForAll @Size(min = 1, max = 400) List<@IntRange(max = 3) Integer> kinds,
            @ForAll @IntRange(max = 511) int cut)
            throws IOException {
        long size = (long) kinds.size() * CLUSTER - cut;
        int tables = (kinds.size() + PER_L2 - 1) / PER_L2;
        Qcow2Builder image = new Qcow2Builder(BITS, Qcow2Builder.FIRST_FREE_CLUSTER + tables + kinds.size(), size);
        for (int i = 0; i < kinds.size(); i++) {
            int table = Qcow2Builder.FIRST_FREE_CLUSTER + i / PER_L2;
            long data = image.offset(Qcow2Builder.FIRST_FREE_CLUSTER + tables + i) | COPIED;
            if (kinds.get(i) != 0) {
                image.l1(i / PER_L2, image.offset(table) | COPIED);
            }
            image.l2(
                    table,
                    i % PER_L2,
                    kinds.get(i) == 0 ? 0 : kinds.get(i) == 1 ? data : kinds.get(i) == 2 ? 1 : data | 1);
        }
        BackingState[] expected = {
            BackingState.UNMAPPED, BackingState.MAPPED, BackingState.UNMAPPED, BackingState.MAPPED_ZERO
        };
        Path file = Files.createTempFile("kinds", ".qcow2");
        try (DiskImage opened = DiskImages.open(image.write(file));
                ExtentCursor<BackingState> cursor = opened.blockMap().extents()) {
            long position = 0;
            BackingState before = null;
            while (cursor.next()) {
                assertThat(cursor.start()).isEqualTo(position);
                assertThat(cursor.length()).isPositive();
                assertThat(cursor.state()).isNotEqualTo(before);
                for (long at = position; at < position + cursor.length(); at += CLUSTER) {
                    assertThat(cursor.state()).isEqualTo(expected[kinds.get((int) (at / CLUSTER))]);
                }
                position += cursor.length();
                before = cursor.state();
            }
            assertThat(position).isEqualTo(size);
            assertThat(opened.anomalies()).isEmpty();
        } finally {
            Files.delete(file);
        }
    }

    /** A damaged image is refused with an {@link ImageException}, or read to its end: no other exception, no gap, no endless walk. */
    @Property(tries = 500)
    void aDamagedImageIsRefusedOrReadToItsEnd(@ForAll @LongRange long seed) throws IOException {
        Random random = new Random(seed);
        Qcow2Builder image = new Qcow2Builder(BITS, 16, 64 << 10);
        long table = image.offset(4);
        image.intAt(60, 1).longAt(64, table).longAt(table, image.offset(5)).intAt(table + 8, 2);
        image.l1(0, image.offset(6) | COPIED).l1(1, image.offset(7)).longAt(image.offset(5), image.offset(7));
        for (int i = 0; i < 6; i++) {
            image.l2(6, i * 9, image.offset(8 + i) | COPIED).l2(7, i * 7, image.offset(8 + i) | 1L << 62);
        }
        for (int i = random.nextInt(6); i >= 0; i--) {
            // Half of the damage hits the header, where it hurts most.
            int at = random.nextInt(random.nextBoolean() ? 112 : image.bytes().length);
            image.bytes()[at] = (byte) random.nextInt();
        }
        // The magic stays: without it this is a raw disk, which cannot be damaged.
        image.intAt(0, 0x514649fb);
        Path file = Files.createTempFile("damaged", ".qcow2");
        try (DiskImage opened = DiskImages.open(image.write(file));
                ExtentCursor<BackingState> cursor = opened.chain()) {
            long position = 0;
            while (cursor.next()) {
                assertThat(cursor.start()).isEqualTo(position);
                position += cursor.length();
            }
            assertThat(position).isEqualTo(opened.provisionedBytes());
            opened.snapshots();
            opened.totals();
        } catch (ImageException e) {
            assertThat(e).hasMessageContaining(", was ");
        } finally {
            Files.delete(file);
        }
    }
}
