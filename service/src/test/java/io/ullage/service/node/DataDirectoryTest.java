package io.ullage.service.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.service.node.NodeFile.ChildProcess;
import io.ullage.service.node.NodeFile.Login;
import io.ullage.service.output.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path directory;

    @Test
    void followsTheXdgBaseDirectories() {
        Path home = Path.of(System.getProperty("user.home"));
        assertThat(DataDirectory.standard(Map.of())).isEqualTo(home.resolve(".local/share/ullage"));
        assertThat(DataDirectory.standard(Map.of("XDG_DATA_HOME", "/srv"))).isEqualTo(Path.of("/srv/ullage"));
        assertThat(DataDirectory.standard(Map.of("XDG_DATA_HOME", "relative")))
                .isEqualTo(home.resolve(".local/share/ullage"));
    }

    @Test
    void isGivenBack() throws Exception {
        Path data = directory.resolve("a/b");
        assertThat(DataDirectory.holder(data)).isEmpty();
        DataDirectory.take(data).close();
        assertThat(DataDirectory.holder(data)).isEmpty();
        DataDirectory.take(data).close();
    }

    @Test
    void mustBeADirectory() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> DataDirectory.take(file))
                .isInstanceOf(CommandException.class)
                .hasMessage("--data: must be a directory, was " + file);
    }

    @Test
    void aNodeFileOfANodeThatIsGoneTellsNothing() throws Exception {
        NodeFile file = nodeFile(directory, 1);
        file.write();
        assertThat(NodeFile.ofRunning(directory)).isEmpty();
    }

    /** What {@code report} and {@code status} read is what {@code up} wrote, absent values too. */
    @Test
    void aNodeFileIsReadAsItWasWritten() throws Exception {
        Path data = directory.resolve("data");
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        data.toString())
                .start();
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("held");
            nodeFile(data, 1).write();
            assertThat(NodeFile.ofRunning(data))
                    .as("left by a node that was killed, while the next one starts")
                    .isEmpty();
            NodeFile file = nodeFile(data, holder.pid());
            file.write();
            assertThat(NodeFile.ofRunning(data)).contains(file);
            assertThatThrownBy(() -> DataDirectory.take(data))
                    .isInstanceOf(CommandException.class)
                    .hasMessage("a node is running on " + data + " already, process " + holder.pid());
        } finally {
            holder.destroyForcibly().waitFor();
        }
        assertThat(NodeFile.ofRunning(data)).isEmpty();
    }

    private static NodeFile nodeFile(Path data, long pid) {
        return new NodeFile(
                pid,
                "2026-11-22T10:00:00Z",
                NodeFile.READY,
                data.toString(),
                "127.0.0.1:1",
                "jdbc:clickhouse://127.0.0.1:2/ullage",
                "http://127.0.0.1:2",
                new Login("reader", "/r"),
                new Login("writer", "/w"),
                "http://127.0.0.1:3",
                "http://127.0.0.1:4/metrics",
                "http://127.0.0.1:5/metrics",
                "http://127.0.0.1:6",
                List.of("/images"),
                List.of(new ChildProcess("kafka", 7L, "READY", 0), new ChildProcess("flink", null, "RESTARTING", 2)),
                List.of());
    }

    /** Another process that holds a data directory. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws Exception {
            try (DataDirectory held = DataDirectory.take(Path.of(args[0]))) {
                System.out.println("held");
                System.in.read();
                held.close();
            }
        }
    }
}
