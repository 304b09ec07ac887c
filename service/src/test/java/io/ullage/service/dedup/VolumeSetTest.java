package io.ullage.service.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeSetTest {
    @Test
    void termsHoldTogetherAndSetsAreUnited() {
        VolumeSet set = VolumeSet.of(List.of("tenant=acme,idle=10", "volume=v=1"));

        assertThat(set.select("volume_id"))
                .endsWith("WHERE (tenant = ? AND (powered_on = false OR utilisation_ratio < ?)) OR (volume_id = ?)");
        assertThat(set.parameters()).containsExactly("acme", 0.1, "v=1");
    }

    @Test
    void whatTheUserTypesIsNeverSql() {
        String evil = "x' OR 1 = 1 --";

        assertThat(VolumeSet.of(List.of("volume=" + evil, "machine=" + evil)).select("volume_id"))
                .doesNotContain(evil);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "acme", "volume=", "tenant", "idle=half", "idle=101", "off=1", "volume=a,,off", "zone=1"})
    void aTermThatIsNoneIsNamed(String text) {
        assertThatThrownBy(() -> VolumeSet.of(List.of(text)))
                .isInstanceOfSatisfying(CommandException.class, told -> assertThat(told.exitCode())
                        .isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("--set: must be made of");
    }
}
