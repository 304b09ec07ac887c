package io.ullage.service.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.job.document.InvalidDocumentException;
import io.ullage.service.cli.CommandRun;
import io.ullage.service.recommend.rule.Action;
import io.ullage.service.recommend.rule.Thresholds;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecommendSettingsReaderTest {
    @Test
    void theSampleHasEveryKeyWithItsStandardValue() throws Exception {
        String sample = RecommendSettingsReader.sampleText();

        assertThat(RecommendSettingsReader.read("sample", sample)).isEqualTo(RecommendSettings.STANDARD);
        assertThat(Arrays.stream(Thresholds.class.getRecordComponents()).map(RecordComponent::getName))
                .allSatisfy(key -> assertThat(sample).contains("\n  " + key + ": "));
        assertThat(Action.values()).allSatisfy(rule -> assertThat(sample).contains("- " + rule.wireName() + "\n"));
        assertThat(CommandRun.of("recommend", "config").out()).isEqualTo(sample);
    }

    @Test
    void anEmptyDocumentIsTheStandard() throws Exception {
        assertThat(RecommendSettingsReader.read("empty", "")).isEqualTo(RecommendSettings.STANDARD);
    }

    @ParameterizedTest
    @CsvSource({
        "leastBytes, 1GiB, 1073741824",
        "snapshotAge, 3d, PT72H",
        "orphanAge, 12h, PT12H",
        "offAge, 90d, PT2160H",
        "idleAge, 60d, PT1440H",
        "shrinkHeadroomRatio, 1.5, 1.5",
        "shrinkLeastRatio, 0.9, 0.9",
        "fillingWithin, 7d, PT168H",
        "fullRatio, 0.95, 0.95",
        "relievedRatio, 0.7, 0.7",
        "metadataRatio, 0.6, 0.6",
        "metadataHeadroomRatio, 0.4, 0.4",
        "cloneSharedRatio, 0.8, 0.8",
        "hostDiskBytes, 1.5TiB, 1649267441664",
        "hostDiskUsedRatio, 0, 0.0"
    })
    void everyThresholdIsRead(String key, String text, String value) throws Exception {
        Thresholds thresholds = RecommendSettingsReader.read("test", "thresholds:\n  " + key + ": " + text + "\n")
                .thresholds();

        assertThat(String.valueOf(Thresholds.class.getMethod(key).invoke(thresholds)))
                .isEqualTo(value);
        long others = Arrays.stream(Thresholds.class.getRecordComponents())
                .filter(component -> !component.getName().equals(key))
                .filter(component -> same(component, thresholds))
                .count();
        assertThat(others).as("nothing else changes").isEqualTo(Thresholds.class.getRecordComponents().length - 1);
    }

    private static boolean same(RecordComponent component, Thresholds thresholds) {
        try {
            return component
                    .getAccessor()
                    .invoke(thresholds)
                    .equals(component.getAccessor().invoke(Thresholds.STANDARD));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void rulesAndTheIntervalAreRead() throws Exception {
        RecommendSettings settings =
                RecommendSettingsReader.read("test", "rules: [trim, delete-snapshot]\ninterval: 15m\n");

        assertThat(settings.rules()).isEqualTo(EnumSet.of(Action.TRIM, Action.DELETE_SNAPSHOT));
        assertThat(settings.interval()).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        assertThatThrownBy(() -> RecommendSettingsReader.read("bad.yaml", """
                rules: [trim, defrag]
                interval: soon
                thresholds:
                  leastBytes: many
                  fullRatio: half
                  orphanage: 3d
                """))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageContaining("rules[1]: must be the name of a rule, was defrag")
                .hasMessageContaining("interval: must be a number with s, m, h or d, such as 7d, was soon")
                .hasMessageContaining("thresholds.leastBytes: must be a number of bytes")
                .hasMessageContaining("thresholds.fullRatio: must be a number, was half")
                .hasMessageContaining("thresholds.orphanage");
    }

    @Test
    void valuesThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() -> RecommendSettingsReader.read("bad.yaml", "thresholds: {fullRatio: 0.5}"))
                .hasMessageContaining("thresholds.relievedRatio: must not exceed fullRatio 0.5, was 0.8");
    }
}
