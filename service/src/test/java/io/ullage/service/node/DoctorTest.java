package io.ullage.service.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.service.node.Check.Result;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    @TempDir
    Path root;

    @Test
    void oldJavaFails() {
        assertThat(Doctor.java(16, "/java").result()).isEqualTo(Result.FAIL);
        assertThat(Doctor.java(16, "/java").next()).contains("openjdk-17-jdk-headless");
        assertThat(Doctor.java(17, "/java").result()).isEqualTo(Result.OK);
    }

    @Test
    void aProcessorWithoutAvx2Fails() throws Exception {
        write("proc/cpuinfo", "processor : 0\nflags\t\t: fpu sse avx avx2_but_not_really\n");
        assertThat(doctor().processor("Linux", "amd64").result()).isEqualTo(Result.FAIL);
        write("proc/cpuinfo", "processor : 0\nflags\t\t: fpu sse avx avx2\n");
        assertThat(doctor().processor("Linux", "amd64").result()).isEqualTo(Result.OK);
        assertThat(doctor().processor("Linux", "aarch64").result()).isEqualTo(Result.OK);
        assertThat(doctor().processor("Linux", "riscv64").result()).isEqualTo(Result.WARN);
    }

    @Test
    void littleMemoryWarnsAndLessFails() throws Exception {
        assertThat(doctor().memory().result()).isEqualTo(Result.WARN);
        write("proc/meminfo", "MemTotal:       9000000 kB\nMemAvailable:    1000000 kB\n");
        assertThat(doctor().memory().result()).isEqualTo(Result.FAIL);
        write("proc/meminfo", "MemTotal:       9000000 kB\nMemAvailable:    2500000 kB\n");
        assertThat(doctor().memory().result()).isEqualTo(Result.WARN);
        write("proc/meminfo", "MemTotal:       9000000 kB\nMemAvailable:    8000000 kB\n");
        assertThat(doctor().memory().result()).isEqualTo(Result.OK);
        assertThat(doctor().memory().found()).isEqualTo("7.6 GiB available");
    }

    @Test
    void aTakenPortFailsAndNamesItsOption() throws Exception {
        try (ServerSocket other = new ServerSocket()) {
            other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Check check = doctor(Map.of(PortOptions.FLINK, other.getLocalPort(), PortOptions.KAFKA, 0))
                    .freePorts();
            assertThat(check.result()).isEqualTo(Result.FAIL);
            assertThat(check.found()).contains(other.getLocalPort() + " (--flink-port)");
        }
        assertThat(doctor().freePorts().result()).isEqualTo(Result.OK);
    }

    @Test
    void portsOfARunningNodeAreItsOwn() throws Exception {
        try (DataDirectory held = DataDirectory.take(root.resolve("data"))) {
            assertThat(held).isNotNull();
            assertThat(doctor(Map.of(PortOptions.KAFKA, 1)).freePorts().result())
                    .isEqualTo(Result.OK);
        }
    }

    @Test
    void blockDevicesThatMayNotBeReadWarn() throws Exception {
        Files.createDirectories(root.resolve("sys/block/vda"));
        Files.createDirectories(root.resolve("sys/block/loop0"));
        Check missing = doctor().blockDevices();
        assertThat(missing.result()).isEqualTo(Result.WARN);
        assertThat(missing.found()).isEqualTo("may not read vda");
        write("dev/vda", "");
        assertThat(doctor().blockDevices().result()).isEqualTo(Result.OK);
    }

    @Test
    void everyComplaintSaysWhatToDo() throws Exception {
        List<Check> checks = doctor(Map.of(PortOptions.KAFKA, 0)).examine();
        assertThat(checks).extracting(Check::name).doesNotHaveDuplicates().contains("Java", "memory", "data directory");
        assertThat(checks).allSatisfy(check -> {
            if (check.result() == Result.OK) {
                assertThat(check.next()).isNull();
            } else {
                assertThat(check.next()).isNotBlank();
            }
        });
    }

    private Doctor doctor() {
        return doctor(Map.of());
    }

    private Doctor doctor(Map<String, Integer> ports) {
        return new Doctor(root, root.resolve("data"), ports, Map.of("PATH", "/nowhere"));
    }

    private void write(String file, String text) throws Exception {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
