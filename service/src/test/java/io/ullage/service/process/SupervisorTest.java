package io.ullage.service.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.service.process.Supervisor.State;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path data;

    @Test
    void startsAKilledChildAgainAndCounts() throws Exception {
        try (Supervisor supervisor = new Supervisor(ChildJvmTest.spec(data, "serve"), SOON, SOON)) {
            supervisor.start();
            long first = supervisor.pid().orElseThrow();
            assertThat(supervisor.state()).isEqualTo(State.READY);
            assertThat(supervisor.restarts()).isZero();

            ProcessHandle.of(first).orElseThrow().destroyForcibly();
            Eventually.await(
                    "the restart", SOON, () -> supervisor.restarts() == 1 && supervisor.state() == State.READY);

            assertThat(supervisor.pid().orElseThrow()).isNotEqualTo(first);
        }
    }

    @Test
    void startsNoMoreOnceStopped() throws Exception {
        Supervisor supervisor = new Supervisor(ChildJvmTest.spec(data, "serve"), SOON, SOON);
        supervisor.start();
        supervisor.stop();

        assertThat(supervisor.state()).isEqualTo(State.STOPPED);
        assertThat(supervisor.pid()).isEmpty();
        assertThat(supervisor.restarts()).isZero();
        assertThat(data.resolve("stopped")).hasContent("ORDERED");
    }

    @Test
    void doesNotTryAgainWhenTheFirstStartFails() {
        try (Supervisor supervisor = new Supervisor(ChildJvmTest.spec(data, "fail"), SOON, SOON)) {
            assertThatThrownBy(supervisor::start).hasMessageContaining("the disk is on fire");
            assertThat(supervisor.pid()).isEmpty();
        }
    }
}
