package io.ullage.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private static final long MAX_BYTES = 1 << 20;
    private static final Duration MAX_AGE = Duration.ofDays(1);

    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock();

    @Test
    void handsOutInOrderUntilAcknowledged() throws Exception {
        try (Spool spool = open()) {
            append(spool, 0, 5);
            assertThat(messages(spool.peek(3, MAX_BYTES))).containsExactly("m0", "m1", "m2");
            assertThat(messages(spool.peek(3, MAX_BYTES))).containsExactly("m0", "m1", "m2");
            spool.acknowledge(spool.peek(3, MAX_BYTES).get(1).number());
            assertThat(messages(spool.peek(10, MAX_BYTES))).containsExactly("m2", "m3", "m4");
            assertThat(spool.peek(1, MAX_BYTES).get(0).key()).isEqualTo("agent/ü");
        }
    }

    @Test
    void anEmptySpoolTakesNoRoom() throws Exception {
        try (Spool spool = open()) {
            append(spool, 0, 100);
            spool.acknowledge(99);
            assertThat(spool.peek(10, MAX_BYTES)).isEmpty();
            assertThat(spool.state()).isEqualTo(new Spool.State(0, 0, 0));
            append(spool, 100, 1);
            assertThat(spool.peek(10, MAX_BYTES).get(0).number()).isEqualTo(100);
        }
        assertThat(segments()).hasSize(1);
    }

    @Test
    void whatWasNotAcknowledgedIsThereAfterReopening() throws Exception {
        try (Spool spool = open()) {
            append(spool, 0, 10);
            spool.acknowledge(3);
        }
        try (Spool spool = open()) {
            assertThat(messages(spool.peek(100, MAX_BYTES))).containsExactly("m4", "m5", "m6", "m7", "m8", "m9");
            append(spool, 10, 1);
            assertThat(spool.state().records()).isEqualTo(7);
        }
    }

    @Test
    void aDamagedHeadSendsTwiceRatherThanNever() throws Exception {
        try (Spool spool = open()) {
            append(spool, 0, 4);
            spool.acknowledge(1);
        }
        Files.writeString(directory.resolve("head"), "garbage");
        try (Spool spool = open()) {
            assertThat(messages(spool.peek(100, MAX_BYTES))).containsExactly("m0", "m1", "m2", "m3");
        }
    }

    @Test
    void aTornTailIsCutOffAtEveryPossibleByte() throws Exception {
        try (Spool spool = open()) {
            append(spool, 0, 3);
        }
        Path segment = segments().get(0);
        byte[] whole = Files.readAllBytes(segment);
        int recordBytes = whole.length / 3;
        for (int length = 0; length < whole.length; length++) {
            Files.write(segment, Arrays.copyOf(whole, length));
            try (Spool spool = open()) {
                int left = length / recordBytes;
                assertThat(spool.peek(10, MAX_BYTES)).as("%s bytes", length).hasSize(left);
                append(spool, 7, 1);
                assertThat(messages(spool.peek(10, MAX_BYTES)))
                        .hasSize(left + 1)
                        .endsWith("m7");
            }
        }
    }

    @Test
    void aFlippedBitNeverComesOutAsAMessage() throws Exception {
        try (Spool spool = open()) {
            append(spool, 0, 3);
        }
        Path segment = segments().get(0);
        byte[] whole = Files.readAllBytes(segment);
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            Files.write(segment, damaged);
            try (Spool spool = open()) {
                assertThat(messages(spool.peek(10, MAX_BYTES)))
                        .as("byte %s", at)
                        .isEqualTo(List.of("m0", "m1", "m2").subList(0, at / (whole.length / 3)));
            }
        }
    }

    @Test
    void aDamagedFileInTheMiddleCostsItsRestAndIsCounted() throws Exception {
        try (Spool spool = open()) {
            for (int i = 0; i < 10; i++) {
                spool.append("a", new byte[(int) (MAX_BYTES / 20)]);
            }
        }
        List<Path> files = segments();
        assertThat(files).hasSizeGreaterThan(3);
        try (FileChannel channel = FileChannel.open(files.get(1), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1}), 100);
        }
        try (Spool spool = open()) {
            List<SpoolRecord> all = spool.peek(100, Long.MAX_VALUE);
            assertThat(all).extracting(SpoolRecord::number).doesNotContain(1L).contains(0L, 2L, 9L);
            assertThat(spool.state().droppedRecords()).isEqualTo(1);
        }
    }

    @Test
    void theOldestGoWhenItIsFullAndAreCounted() throws Exception {
        byte[] message = new byte[10_000];
        try (Spool spool = open()) {
            for (int i = 0; i < 1000; i++) {
                spool.append("a", message);
                assertThat(spool.state().bytes()).isLessThanOrEqualTo(MAX_BYTES);
            }
            Spool.State state = spool.state();
            assertThat(state.records() + state.droppedRecords()).isEqualTo(1000);
            assertThat(state.bytes()).isGreaterThan(MAX_BYTES * 8 / 10);
            assertThat(spool.peek(1, 1).get(0).number()).isEqualTo(state.droppedRecords());
        }
    }

    @Test
    void anAnswerForWhatWasDroppedMeanwhileChangesNothing() throws Exception {
        byte[] message = new byte[10_000];
        try (Spool spool = open()) {
            append(spool, 0, 1);
            SpoolRecord inFlight = spool.peek(1, MAX_BYTES).get(0);
            for (int i = 0; i < 300; i++) {
                spool.append("a", message);
            }
            long head = spool.peek(1, 1).get(0).number();
            assertThat(head).isPositive();
            spool.acknowledge(inFlight.number());
            assertThat(spool.peek(1, 1).get(0).number()).isEqualTo(head);
        }
    }

    @Test
    void whatIsTooOldIsDroppedAndCounted() throws Exception {
        try (Spool spool = open()) {
            append(spool, 0, 3);
            clock.now = clock.now.plus(MAX_AGE).plusMillis(1);
            append(spool, 3, 1);
            assertThat(messages(spool.peek(10, MAX_BYTES))).containsExactly("m3");
            assertThat(spool.state()).matches(state -> state.records() == 1 && state.droppedRecords() == 3);
        }
    }

    @Test
    void onePeekIsBoundedInBytesButNeverEmpty() throws Exception {
        try (Spool spool = open()) {
            for (int i = 0; i < 5; i++) {
                spool.append("a", new byte[1000]);
            }
            assertThat(spool.peek(100, 1)).hasSize(1);
            assertThat(spool.peek(100, 2500)).hasSize(2);
        }
    }

    private Spool open() throws IOException {
        return Spool.open(directory, MAX_BYTES, MAX_AGE, clock);
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(SegmentFile::isSegment).sorted().toList();
        }
    }

    private static void append(Spool spool, int first, int count) throws IOException {
        for (int i = first; i < first + count; i++) {
            spool.append("agent/ü", ("m" + i).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static List<String> messages(List<SpoolRecord> records) {
        List<String> messages = new ArrayList<>();
        records.forEach(spooled -> messages.add(new String(spooled.message(), StandardCharsets.UTF_8)));
        return messages;
    }

    private static final class SettableClock extends Clock {
        private Instant now = Instant.parse("2026-11-22T12:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
