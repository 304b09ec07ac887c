package io.ullage.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** What append has returned for is there after kill -9. */
class SpoolCrashTest {
    private static final long MAX_BYTES = 64L << 20;
    private static final Duration MAX_AGE = Duration.ofDays(1);

    @TempDir
    Path directory;

    @RepeatedTest(3)
    void noAppendedMessageIsLostByKill() throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long appended = -1;
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            while (appended < 200) {
                appended = Long.parseLong(said.readLine());
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }
        List<Long> found = new ArrayList<>();
        try (Spool spool = Spool.open(directory, MAX_BYTES, MAX_AGE, Clock.systemUTC())) {
            List<SpoolRecord> records = spool.peek(100, 1 << 20);
            while (!records.isEmpty()) {
                records.forEach(
                        spooled -> found.add(ByteBuffer.wrap(spooled.message()).getLong()));
                spool.acknowledge(records.get(records.size() - 1).number());
                records = spool.peek(100, 1 << 20);
            }
            assertThat(spool.state().droppedRecords()).isZero();
        }
        assertThat(found.size()).isGreaterThan((int) appended);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i)).isEqualTo(i);
        }
    }

    /** Appends as fast as it can and says each number when its append has returned. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            try (Spool spool = Spool.open(Path.of(arguments[0]), MAX_BYTES, MAX_AGE, Clock.systemUTC())) {
                for (long i = 0; i < 1_000_000; i++) {
                    spool.append("a", ByteBuffer.allocate(500).putLong(i).array());
                    System.out.println(i);
                    System.out.flush();
                }
            }
        }
    }
}
