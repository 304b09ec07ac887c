package io.ullage.image.xfs;

import static io.ullage.image.xfs.XfsLog.State.CHANGES;
import static io.ullage.image.xfs.XfsLog.State.COVERED;
import static io.ullage.image.xfs.XfsLog.State.UNMOUNTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.image.xfs.LogBuilder.Operations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XfsLogTest {
    private static final byte[] UUID_OF_FILE = HexFormat.of().parseHex("bc235d009f0f48e88574cf3770c1e2f4");
    private static final int BLOCKS = 256;

    // ---- as a kernel wrote it

    @Test
    void after_a_freeze_nothing_but_the_superblock_is_left() throws IOException {
        assertThat(file(4).build(UUID_OF_FILE).state()).isEqualTo(COVERED);
    }

    @Test
    void deletions_that_were_synced_are_in_the_log_alone() throws IOException {
        assertThat(file(39).build(UUID_OF_FILE).state()).isEqualTo(CHANGES);
    }

    @Test
    void records_of_a_file_system_that_was_here_before_say_nothing() throws IOException {
        assertThat(file(4).build(LogBuilder.UUID).state()).isEqualTo(CHANGES);
    }

    @Test
    void a_flipped_bit_in_any_byte_that_is_summed_is_seen() throws IOException {
        for (int block = 44; block < 48; block++) {
            for (int at = 0; at < (block % 2 == 0 ? 328 : 512); at++) {
                assertThat(file(4).flip(block, at).build(UUID_OF_FILE).state())
                        .as("block %d, byte %d", block, at)
                        .isEqualTo(CHANGES);
            }
        }
    }

    // ---- built by hand

    @ParameterizedTest
    @ValueSource(ints = {0, 17, BLOCKS - 4, BLOCKS - 3, BLOCKS - 2, BLOCKS - 1})
    void covered_wherever_in_the_ring(int block) throws IOException {
        assertThat(covered(block).build().state()).isEqualTo(COVERED);
    }

    @Test
    void covered_by_a_big_endian_guest() throws IOException {
        LogBuilder log = new LogBuilder(BLOCKS, 9, 30);
        assertThat(log.record(log.next(), Operations.superblock(ByteOrder.BIG_ENDIAN))
                        .build()
                        .state())
                .isEqualTo(COVERED);
    }

    /** With a log stripe unit records are padded up to 256 KiB, and words that gave way lie in further headers. */
    @ParameterizedTest
    @ValueSource(ints = {5, 100, 255})
    void covered_with_records_of_several_headers(int block) throws IOException {
        LogBuilder log = new LogBuilder(BLOCKS, 2, block);
        Operations large = new Operations(ByteOrder.LITTLE_ENDIAN).start();
        for (int i = 0; i < 20; i++) {
            large.buffer(0, 1, 4000);
        }
        assertThat(log.record(log.next(), large.commit()).build().state()).isEqualTo(COVERED);
    }

    @Test
    void unmounted_and_not_written_to_since() throws IOException {
        LogBuilder log = covered(17);
        log.record(log.next(), Operations.unmount());
        assertThat(log.build().state()).isEqualTo(UNMOUNTED);

        LogPosition tail = log.next();
        log.record(tail, change(8));
        assertThat(log.build().state()).isEqualTo(CHANGES);
    }

    @Test
    void a_change_between_tail_and_head_counts_wherever_it_is() throws IOException {
        LogBuilder first = new LogBuilder(BLOCKS, 3, 20);
        LogPosition tail = first.next();
        first.record(tail, change(8)).record(tail, Operations.superblock());
        assertThat(first.build().state()).isEqualTo(CHANGES);

        LogBuilder before = new LogBuilder(BLOCKS, 3, 20);
        before.record(before.next(), change(8)).record(before.next(), Operations.superblock());
        assertThat(before.build().state()).isEqualTo(COVERED);
    }

    @Test
    void what_is_not_the_superblock_alone_is_a_change() throws IOException {
        assertThat(only(operations -> operations.start().buffer(0, 1, 384).commit()))
                .isEqualTo(COVERED);
        assertThat(only(operations -> operations.start().buffer(1, 1, 384).commit()))
                .as("AGF")
                .isEqualTo(CHANGES);
        assertThat(only(operations -> operations.start().buffer(0, 2, 384).commit()))
                .as("superblock and AGF")
                .isEqualTo(CHANGES);
        assertThat(only(operations ->
                        operations.start().buffer(0, 1, 384).buffer(8, 8, 128).commit()))
                .isEqualTo(CHANGES);
        assertThat(only(operations -> operations
                        .start()
                        .item(0x123B, 0, 1)
                        .operation(8, 0x69, 0, new byte[8])
                        .commit()))
                .as("inode")
                .isEqualTo(CHANGES);
    }

    @Test
    void operations_that_break_a_rule() throws IOException {
        byte[] none = new byte[0];
        assertThat(only(operations -> operations.start().buffer(0, 1, 384)))
                .as("no commit")
                .isEqualTo(CHANGES);
        assertThat(only(operations -> operations.start().item(0x123C, 0, 1).commit()))
                .as("a region missing")
                .isEqualTo(CHANGES);
        assertThat(only(operations -> operations.buffer(0, 1, 384).commit()))
                .as("no start")
                .isEqualTo(CHANGES);
        assertThat(only(operations ->
                        operations.operation(0, 0x69, 1, none).buffer(0, 1, 384).commit()))
                .as("no header")
                .isEqualTo(CHANGES);
        assertThat(only(operations -> operations
                        .start()
                        .item(0x123C, 0, 1)
                        .operation(8, 0x69, 4, new byte[8])
                        .commit()))
                .as("goes on in another record")
                .isEqualTo(CHANGES);
        assertThat(only(operations ->
                        operations.start().operation(0xFFFFFFFFL, 0x69, 0, none).commit()))
                .as("4 GiB")
                .isEqualTo(CHANGES);
        assertThat(only(operations ->
                        operations.start().operation(4, 0x69, 0, new byte[4]).commit()))
                .as("an item of 4 bytes")
                .isEqualTo(CHANGES);
        assertThat(only(operations -> operations.operation(0, 0x42, 1, none)))
                .as("an unknown client")
                .isEqualTo(CHANGES);
    }

    @Test
    void headers_that_break_a_rule() throws IOException {
        assertThat(damaged(header -> {})).isEqualTo(COVERED);
        assertThat(damaged(header -> header.putInt(4, 6))).as("h_cycle").isEqualTo(CHANGES);
        assertThat(damaged(header -> header.putInt(8, 3))).as("h_version").isEqualTo(CHANGES);
        assertThat(damaged(header -> header.putInt(12, 0))).as("h_len 0").isEqualTo(CHANGES);
        assertThat(damaged(header -> header.putInt(12, 1 << 18)))
                .as("h_len beyond the head")
                .isEqualTo(CHANGES);
        assertThat(damaged(header -> header.putInt(12, -1))).as("h_len").isEqualTo(CHANGES);
        assertThat(damaged(header -> header.putInt(20, 41))).as("h_lsn").isEqualTo(CHANGES);
        assertThat(damaged(header -> header.putInt(40, -1))).as("h_num_logops").isEqualTo(CHANGES);
        assertThat(damaged(header -> header.putInt(300, 3))).as("h_fmt").isEqualTo(CHANGES);
        assertThat(damaged(header -> header.putInt(320, -1))).as("h_size").isEqualTo(CHANGES);
    }

    @Test
    void tails_that_cannot_be() throws IOException {
        assertThat(withTail(new LogPosition(5, 40))).as("the record itself").isEqualTo(COVERED);
        assertThat(withTail(new LogPosition(5, 38))).as("one before").isEqualTo(COVERED);
        assertThat(withTail(new LogPosition(5, 42))).as("the head").isEqualTo(CHANGES);
        assertThat(withTail(new LogPosition(5, 44))).as("after the head").isEqualTo(CHANGES);
        assertThat(withTail(new LogPosition(4, 38))).as("a round ago").isEqualTo(CHANGES);
        assertThat(withTail(new LogPosition(6, 38))).as("a round to come").isEqualTo(CHANGES);
        assertThat(withTail(new LogPosition(5, 39))).as("inside a record").isEqualTo(CHANGES);
        assertThat(withTail(new LogPosition(5, BLOCKS))).as("beyond the log").isEqualTo(CHANGES);
        assertThat(withTail(new LogPosition(-1, 0xFFFFFFFFL))).as("all ones").isEqualTo(CHANGES);
    }

    @Test
    void a_tail_far_behind_is_not_walked_to() throws IOException {
        LogBuilder log = new LogBuilder(8 * XfsLogRecord.MAX_BLOCKS + 100, 5, 10);
        LogPosition tail = log.next();
        for (int i = 0; i < 4 * XfsLogRecord.MAX_BLOCKS + 2; i++) {
            log.record(tail, Operations.superblock());
        }
        assertThat(log.build().state()).isEqualTo(CHANGES);
    }

    @Test
    void a_log_of_zeros_or_of_anything_holds_changes() throws IOException {
        assertThat(new LogBuilder(BLOCKS, 1, 0).build().state()).isEqualTo(CHANGES);
        Random random = new Random(2026);
        byte[] bytes = new byte[BLOCKS * 512];
        for (int round = 0; round < 200; round++) {
            random.nextBytes(bytes);
            for (int block = 0; block < BLOCKS; block += 1 + random.nextInt(8)) {
                ByteBuffer.wrap(bytes).putInt(block * 512, XfsLogRecord.MAGIC).putInt(block * 512 + 8, 2);
            }
            assertThat(new LogBuilder(BLOCKS, 1, 0)
                            .raw(bytes, bytes.length)
                            .build()
                            .state())
                    .isEqualTo(CHANGES);
        }
    }

    private static LogBuilder file(int blocks) throws IOException {
        try (InputStream in = XfsLogTest.class.getResourceAsStream("/xfs/log.bin")) {
            assertThat(in).isNotNull();
            return new LogBuilder(1024, 1, 44).raw(in.readAllBytes(), blocks * 512);
        }
    }

    /** Two records, as the kernel leaves them. */
    private static LogBuilder covered(int block) {
        LogBuilder log = new LogBuilder(BLOCKS, 5, block);
        LogPosition tail = log.next();
        return log.record(tail, Operations.superblock()).record(tail, Operations.superblock());
    }

    private static Operations change(long blkno) {
        return new Operations(ByteOrder.LITTLE_ENDIAN)
                .start()
                .buffer(blkno, 8, 128)
                .commit();
    }

    private static XfsLog.State only(UnaryOperator<Operations> operations) throws IOException {
        LogBuilder log = new LogBuilder(BLOCKS, 5, 40);
        return log.record(log.next(), operations.apply(new Operations(ByteOrder.LITTLE_ENDIAN)))
                .build()
                .state();
    }

    private static XfsLog.State damaged(Consumer<ByteBuffer> damage) throws IOException {
        LogBuilder log = new LogBuilder(BLOCKS, 5, 40);
        return log.record(log.next(), Operations.superblock(), damage).build().state();
    }

    private static XfsLog.State withTail(LogPosition tail) throws IOException {
        LogBuilder log = new LogBuilder(BLOCKS, 5, 38);
        return log.record(log.next(), Operations.superblock())
                .record(tail, Operations.superblock())
                .build()
                .state();
    }
}
