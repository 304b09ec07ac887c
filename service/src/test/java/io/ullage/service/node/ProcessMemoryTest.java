package io.ullage.service.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessMemoryTest {
    @Test
    void readsTheResidentSet() {
        assertThat(ProcessMemory.parse(
                        List.of("Name:\tjava", "VmHWM:\t  300 kB", "VmRSS:\t  173044 kB", "Threads:\t9")))
                .hasValue(173044L * 1024);
    }

    @Test
    void aKernelThreadAndAProcessThatIsGoneHaveNone() {
        assertThat(ProcessMemory.parse(List.of("Name:\tkthreadd"))).isEmpty();
        assertThat(ProcessMemory.residentBytes(Integer.MAX_VALUE)).isEmpty();
    }
}
