package io.ullage.agent.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.agent.swap.SwapAreas.Area;
import java.util.List;
import org.junit.jupiter.api.Test;

class SwapAreasTest {
    private static final String HEADER = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority";

    @Test
    void sizesAreInKib() {
        SwapAreas swaps = SwapAreas.parse(List.of(
                HEADER,
                "/dev/dm-1                               partition\t8388604\t\t1024\t\t-2",
                "/swap\\040file                            file\t\t2097148\t\t0\t\t-3"));
        assertThat(swaps.areas())
                .containsExactly(
                        new Area("/dev/dm-1", true, 8388604L * 1024, 1 << 20),
                        new Area("/swap file", false, 2097148L * 1024, 0));
        assertThat(swaps.problems()).isEmpty();
    }

    @Test
    void noSwapIsNoArea() {
        assertThat(SwapAreas.parse(List.of(HEADER)).areas()).isEmpty();
        assertThat(SwapAreas.parse(List.of()).areas()).isEmpty();
    }

    @Test
    void badLinesCostThemselves() {
        SwapAreas swaps = SwapAreas.parse(
                List.of(HEADER, "/dev/sda2 partition many 0 -2", "/dev/sda3", "/dev/sda4 partition 8 0 -2"));
        assertThat(swaps.areas()).extracting(Area::path).containsExactly("/dev/sda4");
        assertThat(swaps.problems()).hasSize(2);
    }
}
