package io.ullage.job.utilisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.job.snapshot.GrowthSettings;
import io.ullage.schema.telemetry.PoolKind;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UtilisationJobConfigTest {
    @Test
    void defaultsSuitOneMachine() {
        UtilisationJobConfig config = UtilisationJobConfig.of();

        assertThat(config.job().bootstrapServers()).isEqualTo("127.0.0.1:9092");
        assertThat(config.reportsTopic()).isEqualTo("ullage.reports");
        assertThat(config.inventoryTopic()).isEqualTo("ullage.inventory");
        assertThat(config.rulesTopic()).isEqualTo("ullage.rules");
        assertThat(config.alertsTopic()).isEqualTo("ullage.alerts");
        assertThat(config.forecastsTopic()).isEqualTo("ullage.forecasts");
        assertThat(config.job().deadLetterTopic()).isEqualTo("ullage.deadletter");
        assertThat(config.job().consumerGroup()).isEqualTo("ullage-utilisation");
        assertThat(config.job().startupOffset()).isEqualTo("earliest");
        assertThat(config.job().clickHouse().endpoint()).isEqualTo("http://127.0.0.1:8123");
        assertThat(config.job().clickHouse().database()).isEqualTo("ullage");
        assertThat(config.job().clickHouse().user()).isEqualTo("default");
        assertThat(config.job().clickHouse().passwordFile()).isNull();
        assertThat(config.job().kafkaProperties()).isNull();
        assertThat(config.job().clickHouse().retryFor()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.settings()).isEqualTo(UtilisationSettings.DEFAULTS);
        assertThat(config.growth().interval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.growth().stepBytes()).isEqualTo(16 << 20);
        assertThat(config.growth().steppedKinds()).containsExactly(PoolKind.DATASTORE);
        assertThat(config.job().checkpointInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.job().checkpointDirectory()).isNull();
        assertThat(config.job().stateBackend()).isEqualTo("rocksdb");
        assertThat(config.job().parallelism()).isEqualTo(1);
    }

    @Test
    void everyKeyIsHeard() {
        UtilisationJobConfig config = UtilisationJobConfig.of(
                "--bootstrap-servers", "k:1",
                "--kafka-properties", "/etc/kafka",
                "--reports-topic", "r",
                "--inventory-topic", "i",
                "--rules-topic", "u",
                "--alerts-topic", "a",
                "--forecasts-topic", "f",
                "--dead-letter-topic", "x",
                "--consumer-group", "g",
                "--startup-offset", "committed",
                "--clickhouse-endpoint", "http://c:2",
                "--clickhouse-database", "d",
                "--clickhouse-user", "u",
                "--clickhouse-password-file", "/run/secret",
                "--clickhouse-retry-for", "PT5S",
                "--interval", "PT10S",
                "--guest-carried-intervals", "7",
                "--close-delay", "PT2S",
                "--rewrite-delay", "PT0.5S",
                "--state-retention", "PT2H",
                "--reports-remembered", "PT3H",
                "--growth-interval", "PT10M",
                "--growth-step-bytes", "1048576",
                "--growth-steps-per-hour", "60",
                "--growth-step-kinds", "DATASTORE,ARRAY",
                "--checkpoint-interval", "PT4S",
                "--checkpoint-directory", "file:///c",
                "--state-backend", "hashmap",
                "--parallelism", "8");

        assertThat(config.job().bootstrapServers()).isEqualTo("k:1");
        assertThat(config.job().kafkaProperties()).isEqualTo("/etc/kafka");
        assertThat(config.reportsTopic()).isEqualTo("r");
        assertThat(config.inventoryTopic()).isEqualTo("i");
        assertThat(config.rulesTopic()).isEqualTo("u");
        assertThat(config.alertsTopic()).isEqualTo("a");
        assertThat(config.forecastsTopic()).isEqualTo("f");
        assertThat(config.job().deadLetterTopic()).isEqualTo("x");
        assertThat(config.job().consumerGroup()).isEqualTo("g");
        assertThat(config.job().startupOffset()).isEqualTo("committed");
        assertThat(config.job().clickHouse().endpoint()).isEqualTo("http://c:2");
        assertThat(config.job().clickHouse().database()).isEqualTo("d");
        assertThat(config.job().clickHouse().user()).isEqualTo("u");
        assertThat(config.job().clickHouse().passwordFile()).isEqualTo("/run/secret");
        assertThat(config.job().clickHouse().retryFor()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.settings())
                .isEqualTo(new UtilisationSettings(
                        Duration.ofSeconds(10),
                        7,
                        Duration.ofSeconds(2),
                        Duration.ofMillis(500),
                        Duration.ofHours(2),
                        Duration.ofHours(3)));
        assertThat(config.growth())
                .isEqualTo(new GrowthSettings(
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(2),
                        Duration.ofMillis(500),
                        Duration.ofHours(2),
                        1 << 20,
                        60,
                        Set.of(PoolKind.DATASTORE, PoolKind.ARRAY)));
        assertThat(config.job().checkpointInterval()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.job().checkpointDirectory()).isEqualTo("file:///c");
        assertThat(config.job().stateBackend()).isEqualTo("hashmap");
        assertThat(config.job().parallelism()).isEqualTo(8);
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertThatThrownBy(() -> UtilisationJobConfig.of(
                        "--interval",
                        "60",
                        "--parallelism",
                        "0",
                        "--password",
                        "p",
                        "--state-backend",
                        "x",
                        "--growth-step-kinds",
                        "LUN",
                        "--user"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--interval: must be an ISO 8601 duration such as PT60S, was 60")
                .hasMessageContaining("--parallelism: must be a number from 1 to 4096, was 0")
                .hasMessageContaining("--password: is none of")
                .hasMessageContaining("--state-backend: must be one of [rocksdb, hashmap], was x")
                .hasMessageContaining("--growth-step-kinds: must be some of [FILE_SYSTEM, ")
                .hasMessageContaining("--user: is none of");
    }

    @Test
    void theUsageNamesEveryKey() {
        assertThat(UtilisationJobConfig.usage().lines()).hasSize(29).allMatch(line -> line.startsWith("  --"));
    }
}
